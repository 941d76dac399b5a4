package org.jerboa.benchmarks.hop;

import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/** A handler whose units train nothing: what is left of a unit's time is the hop. */
final class Untrained<M> extends ForwardingHandler<M> {

    private static final long serialVersionUID = 1L;

    Untrained(ModelHandler<M> handler) {
        super(handler);
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) {
        return new TrainingSummary(1, 1, 0);
    }
}
