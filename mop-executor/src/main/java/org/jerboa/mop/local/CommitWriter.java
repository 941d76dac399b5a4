package org.jerboa.mop.local;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints to the store behind the units that follow, in the order they come, on a thread of its own that
 * starts with the first one. Thread-safe.
 */
final class CommitWriter {

    private record Order(CheckpointId id, Snapshot snapshot, WorkerPool.Events events, LogContext context) {}

    private final CheckpointStore store;
    private final Deque<Order> orders = new ArrayDeque<>();
    private @Nullable Thread thread;
    private boolean closing;

    CommitWriter(CheckpointStore store) {
        this.store = store;
    }

    /** Takes the snapshot over, and tells what became of it. */
    synchronized void write(CheckpointId id, Snapshot snapshot, WorkerPool.Events events) {
        orders.add(new Order(id, snapshot, events, LogContext.present()));
        if (thread == null) {
            Thread started = new Thread(this::work, "jerboa-commits");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
        notifyAll();
    }

    private void work() {
        for (Order order = next(); order != null; order = next()) {
            Order taken = order;
            order.context.run(() -> carryOut(taken));
        }
    }

    private synchronized @Nullable Order next() {
        while (orders.isEmpty() && !closing) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.interrupted(); // nobody means it, and what was taken over must be written
            }
        }
        return orders.poll();
    }

    private void carryOut(Order order) {
        try {
            long bytes = store.put(order.id, order.snapshot::copyTo);
            order.snapshot.release();
            order.events.committed(order.id, bytes);
        } catch (IOException e) {
            order.snapshot.release();
            order.events.commitFailed(order.id, e);
        } catch (RuntimeException | Error e) {
            order.snapshot.release();
            order.events.commitFailed(order.id, new IOException("the store could not write " + order.id, e));
        }
    }

    /** Waits for what is under way; answers whether the calling thread was interrupted meanwhile. */
    boolean finish() {
        Thread started;
        synchronized (this) {
            closing = true;
            notifyAll();
            started = thread;
        }
        boolean interrupted = false;
        while (started != null && started.isAlive()) {
            try {
                started.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
