package org.jerboa.hazelcast;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/** A handler that ends its process at the worst moment, a few times in all: files tell the next process how often it was. */
public final class EndingHandler extends ForwardingHandler<PlainMlp> {

    private static final long serialVersionUID = 1L;

    /** Minibatches after which a model is some epochs old. */
    private static final int OLD = 60;

    /** When its process ends. */
    public enum Moment {
        IN_A_UNIT,
        BETWEEN_UNIT_AND_CHECKPOINT,
        WRITING_A_MODEL
    }

    private final Moment moment;
    private final int times;
    private final String folder;

    /** @param folder where it is noted how often it has happened */
    public EndingHandler(ModelHandler<PlainMlp> delegate, Moment moment, int times, Path folder) {
        super(delegate);
        this.moment = moment;
        this.times = times;
        this.folder = folder.toString();
    }

    static Path mark(Path folder, int time) {
        return folder.resolve("ended-" + time);
    }

    private void endIf(Moment now, PlainMlp model) {
        if (now != moment || model.steps() < OLD) {
            return;
        }
        for (int time = 0; time < times; time++) {
            if (isFirst(mark(Path.of(folder), time))) {
                Runtime.getRuntime().halt(1);
            }
        }
    }

    private static boolean isFirst(Path mark) {
        try {
            Files.createFile(mark);
            return true;
        } catch (IOException e) {
            return false; // it has happened that often
        }
    }

    @Override
    public TrainingSummary train(PlainMlp model, Examples shard, UnitContext unit) throws Exception {
        TrainingSummary summary = super.train(model, shard, unit);
        endIf(Moment.IN_A_UNIT, model);
        return summary;
    }

    /** Asked when a unit has ended. */
    @Override
    public long bytes(PlainMlp model) {
        endIf(Moment.BETWEEN_UNIT_AND_CHECKPOINT, model);
        return super.bytes(model);
    }

    /** A checkpoint, or a model that another worker needs next. */
    @Override
    public void write(PlainMlp model, WritableByteChannel out) throws IOException {
        super.write(model, out);
        endIf(Moment.WRITING_A_MODEL, model);
    }
}
