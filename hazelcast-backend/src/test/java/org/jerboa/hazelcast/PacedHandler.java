package org.jerboa.hazelcast;

import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/** A handler whose units take as long as is asked of them, so that something can happen meanwhile. */
public final class PacedHandler extends ForwardingHandler<PlainMlp> {

    private static final long serialVersionUID = 1L;

    private final long unitMillis;

    /** @param unitMillis what training for a unit takes; an evaluation takes a quarter of it */
    public PacedHandler(ModelHandler<PlainMlp> delegate, long unitMillis) {
        super(delegate);
        this.unitMillis = unitMillis;
    }

    @Override
    public TrainingSummary train(PlainMlp model, Examples shard, UnitContext unit) throws Exception {
        Thread.sleep(unitMillis);
        return super.train(model, shard, unit);
    }

    @Override
    public MetricAccumulator evaluate(PlainMlp model, Examples shard, UnitContext unit) throws Exception {
        Thread.sleep(unitMillis / 4);
        return super.evaluate(model, shard, unit);
    }
}
