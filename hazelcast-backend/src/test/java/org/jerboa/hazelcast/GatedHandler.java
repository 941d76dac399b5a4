package org.jerboa.hazelcast;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/** A handler whose units wait for a gate that is opened later; for members in this JVM, as the gate is in its memory. */
public final class GatedHandler extends ForwardingHandler<PlainMlp> {

    private static final long serialVersionUID = 1L;

    /** How often a waiting unit looks whether it was cancelled, which nobody tells it. */
    private static final long LOOK_MILLIS = 5;

    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private final int steps;
    private final String gate = UUID.randomUUID().toString();

    /** @param steps minibatches that a model has been trained on whose units wait */
    public GatedHandler(ModelHandler<PlainMlp> delegate, int steps) {
        super(delegate);
        this.steps = steps;
        GATES.put(gate, new CountDownLatch(1));
    }

    public void openGate() {
        gate().countDown();
    }

    private CountDownLatch gate() {
        return GATES.computeIfAbsent(gate, name -> new CountDownLatch(1));
    }

    @Override
    public TrainingSummary train(PlainMlp model, Examples shard, UnitContext unit) throws Exception {
        if (model.steps() >= steps) {
            while (!gate().await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                unit.checkCancelled();
            }
        }
        return super.train(model, shard, unit);
    }
}
