package org.jerboa.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/**
 * A handler whose first training unit trains, then does not come back and does not react to being cancelled, until a test
 * lets go of it. For pools in this JVM.
 *
 * @param <M> the tool's model
 */
final class StuckHandler<M> extends ForwardingHandler<M> {

    private static final long serialVersionUID = 1L;

    private final transient AtomicBoolean first = new AtomicBoolean(true);
    private final transient CountDownLatch stuck = new CountDownLatch(1);
    private final transient CountDownLatch free = new CountDownLatch(1);

    StuckHandler(ModelHandler<M> delegate) {
        super(delegate);
    }

    void awaitStuck(Duration limit) throws InterruptedException {
        if (!stuck.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("no unit began within " + limit);
        }
    }

    void letGo() {
        free.countDown();
    }

    @Override
    public TrainingSummary train(M model, Examples shard, UnitContext unit) throws Exception {
        TrainingSummary summary = delegate.train(model, shard, unit);
        if (first.getAndSet(false)) {
            stuck.countDown();
            free.await();
        }
        return summary;
    }
}
