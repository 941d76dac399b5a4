package org.jerboa.mop;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;

/**
 * A study of four trials that pauses when the first of them has finished an epoch, and then waits for commands. As a
 * process, it does not come through the last epoch: it is stopped, or killed, and cannot have ended before.
 */
public final class PausingStudy {

    static final int TRIALS = 4;
    static final int EPOCHS = 4;

    private PausingStudy() {}

    /** The same study without the pause. */
    static Study<PlainMlp> study(Path folder) {
        return study(Fixture.HANDLER, folder);
    }

    private static Study<PlainMlp> study(ModelHandler<PlainMlp> handler, Path folder) {
        return Fixture.study(handler)
                .search(RandomSearch.trials(TRIALS).epochs(EPOCHS))
                .folder(folder);
    }

    static StudyHandle<PlainMlp> start(Path folder) {
        return start(Fixture.HANDLER, folder);
    }

    private static StudyHandle<PlainMlp> start(ModelHandler<PlainMlp> handler, Path folder) {
        CompletableFuture<StudyHandle<PlainMlp>> handle = new CompletableFuture<>();
        handle.complete(study(handler, folder)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.EpochFinished && progress.epochs() == 1) {
                        handle.join().steer(new Command.PauseStudy());
                    }
                })
                .start());
        return handle.join();
    }

    public static void main(String[] arguments) throws InterruptedException {
        Fault atTheLastEpoch = Fault.on(Fault.Call.TRAIN).epoch(EPOCHS - 1).with(Fault.Effect.HANG);
        start(new FaultyHandler<>(Fixture.HANDLER, atTheLastEpoch), Path.of(arguments[0]))
                .await();
    }
}
