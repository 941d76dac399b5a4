package org.jerboa.testkit.fault;

import java.io.IOException;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerPool;

/** A pool that does what another does. Tests extend it where they want something else. As thread-safe as the other. */
public abstract class ForwardingPool implements WorkerPool {

    protected final WorkerPool delegate;

    protected ForwardingPool(WorkerPool delegate) {
        this.delegate = delegate;
    }

    @Override
    public void open(Events events) {
        delegate.open(events);
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        delegate.submit(worker, query);
    }

    @Override
    public void cancel(String worker, long ticket) {
        delegate.cancel(worker, ticket);
    }

    @Override
    public void abandon(String worker, String reason) {
        delegate.abandon(worker, reason);
    }

    @Override
    public void release(int trial) {
        delegate.release(trial);
    }

    @Override
    public CheckpointStore checkpoints() {
        return delegate.checkpoints();
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }
}
