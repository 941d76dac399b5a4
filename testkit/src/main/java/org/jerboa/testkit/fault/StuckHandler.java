package org.jerboa.testkit.fault;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/**
 * A handler whose first training unit trains, then does not come back and does not react to being cancelled, until a test
 * lets go of it. For pools in this JVM; copies of it, deserialised ones too, are one handler in this.
 *
 * @param <M> the tool's model
 */
public final class StuckHandler<M> extends ForwardingHandler<M> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Trap> TRAPS = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();

    /** What copies of a handler share. */
    private static final class Trap {

        private final AtomicBoolean first = new AtomicBoolean(true);
        private final CountDownLatch stuck = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);
    }

    public StuckHandler(ModelHandler<M> delegate) {
        super(delegate);
    }

    private Trap trap() {
        return TRAPS.computeIfAbsent(name, none -> new Trap());
    }

    public void awaitStuck(Duration limit) throws InterruptedException {
        if (!trap().stuck.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("no unit began within " + limit);
        }
    }

    public void letGo() {
        trap().free.countDown();
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        TrainingSummary summary = delegate.train(model, shard, unit);
        Trap trap = trap();
        if (trap.first.getAndSet(false)) {
            trap.stuck.countDown();
            trap.free.await();
        }
        return summary;
    }
}
