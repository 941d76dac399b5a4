package org.jerboa.testkit.fault;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/**
 * A handler whose training waits at a {@link Gate} before every minibatch. Copies of it in the same JVM, deserialised ones
 * too, wait at the same gate.
 *
 * @param <M> the tool's model
 */
public final class GatedHandler<M> extends ForwardingHandler<M> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

    private final String gate;

    /** @param gate name of the gate, which stays until {@link #remove} */
    public GatedHandler(ModelHandler<M> delegate, String gate) {
        super(delegate);
        this.gate = gate;
        GATES.put(gate, new Gate());
    }

    public Gate gate() {
        return GATES.computeIfAbsent(gate, name -> new Gate());
    }

    public void remove() {
        GATES.remove(gate);
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        Gate here = gate();
        here.enter();
        try {
            UnitContext waiting = new UnitContext(
                    unit.trial(),
                    unit.configuration(),
                    unit.epoch(),
                    unit.position(),
                    unit.shards(),
                    unit.seed(),
                    unit.metrics(),
                    () -> here.pass(unit.cancelled()));
            return delegate.train(model, shard, waiting);
        } finally {
            here.leave();
        }
    }
}
