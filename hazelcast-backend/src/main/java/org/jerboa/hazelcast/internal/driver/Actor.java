package org.jerboa.hazelcast.internal.driver;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does one thing after another. Thread-safe. */
final class Actor {

    private static final Logger LOG = LoggerFactory.getLogger(Actor.class);

    private final ScheduledThreadPoolExecutor thread;

    Actor(String name) {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does it soon; not at all if it has ended. */
    void tell(Runnable action) {
        try {
            thread.execute(() -> run(action));
        } catch (RejectedExecutionException e) {
            LOG.debug("Something came after the end", e);
        }
    }

    void tellLater(long millis, Runnable action) {
        try {
            Future<?> unused = thread.schedule(() -> run(action), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Something came after the end", e);
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("The grid's pool is in trouble", e);
        }
    }

    /** Does what was told, then ends. What is to be done later is not done. */
    void end(long millis) throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }
}
