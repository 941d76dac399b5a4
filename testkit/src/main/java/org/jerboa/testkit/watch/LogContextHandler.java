package org.jerboa.testkit.watch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.slf4j.MDC;

/** Notes with what log lines of training would be labelled, in this JVM; of one study at a time. */
public final class LogContextHandler<M> extends ForwardingHandler<M> {

    private static final long serialVersionUID = 1L;

    /** Of the JVM, as handlers are copied on their way to workers. */
    private static final List<Labelled> SEEN = new CopyOnWriteArrayList<>();

    /** Labels of a unit, with the trial that it really was of. */
    public record Labelled(int trial, Map<String, String> labels) {}

    public LogContextHandler(ModelHandler<M> delegate) {
        super(delegate);
        SEEN.clear();
    }

    /** Each unit that was trained since the last handler of this kind was made. */
    public static List<Labelled> seen() {
        return List.copyOf(SEEN);
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        SEEN.add(new Labelled(unit.trial(), MDC.getCopyOfContextMap()));
        return super.train(model, shard, unit);
    }
}
