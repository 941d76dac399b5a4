package org.jerboa.hazelcast;

import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyListener;

/** A driver process that works on a study until it is killed or done; goes on with the study that its folder holds. */
public final class GridStudyChild {

    private static final int UNIT_MILLIS = 4;

    private GridStudyChild() {}

    static Study<PlainMlp> study(int epochs, long seed, int unitMillis) {
        return study(new PacedHandler(Fixture.HANDLER, unitMillis), epochs, seed);
    }

    static Study<PlainMlp> study(ModelHandler<PlainMlp> handler, int epochs, long seed) {
        return Fixture.study(handler)
                .search(RandomSearch.trials(8).epochs(epochs))
                .seed(seed);
    }

    static MopExecutor grid(Path yaml, int workers, int backups) {
        return HazelcastGrid.join(yaml)
                .workers(workers)
                .backups(backups)
                .patience(Duration.ofMinutes(2))
                .executor();
    }

    /** Folder, configuration, epochs, seed; after how many units it stands still, and the file that says so then. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path journal = folder.resolve("journal.jsonl");
        boolean begun = Files.exists(journal) && Files.readString(journal).contains("\n");
        Study<PlainMlp> study = study(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]), UNIT_MILLIS)
                .folder(folder)
                .listener(standingStill(Integer.parseInt(arguments[4]), Path.of(arguments[5])))
                .on(watched(grid(Path.of(arguments[1]), 2, 1)));
        if (begun) {
            study.resume();
        } else {
            study.run();
        }
    }

    /** Holds the coordinator, which does nothing more until its process is killed. */
    private static StudyListener standingStill(int units, Path mark) {
        AtomicInteger trained = new AtomicInteger();
        return (event, progress) -> {
            if (event instanceof StudyEvent.UnitTrained && trained.incrementAndGet() == units) {
                try {
                    Files.createFile(mark);
                    new CountDownLatch(1).await();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}
