package org.jerboa.hazelcast;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jerboa.hazelcast.internal.grid.WorkerProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process of a grid: {@code java -jar jerboa-worker.jar --config grid.yaml}. It joins, runs units until it
 * is told to end (SIGTERM), finishes those that it has, and leaves then.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code --config FILE}: Hazelcast's configuration; templates are in docs/cluster.md
 *   <li>{@code --slots N}: units at a time; 1 unless given
 *   <li>{@code --shard-memory MB}: heap for shards, the others are in files; a quarter of the heap unless given
 *   <li>{@code --drain TIME}: how long it may take over the units that it has when it is told to end, such as {@code 90s} or
 *       {@code 5m}; {@code 60s} unless given, and {@code 0s} to end them at once
 *   <li>{@code --jars PATHS}: jars with the classes of handlers, or folders of such jars, separated as in a class path
 * </ul>
 */
public final class WorkerMain {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    /**
     * Runs until it is told to end.
     *
     * @throws IllegalArgumentException if there is no sense in the options
     * @throws org.jerboa.tune.study.StudyException if it cannot join
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        WorkerOptions options = WorkerOptions.parse(List.of(arguments));
        WorkerProcess worker = options.join();
        LOG.info("Worker {} waits for studies", worker.name());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(worker, options.drain()), "jerboa-leaving"));
        if (options.isLocal()) {
            endWithParent(worker);
        }
        worker.awaitEnd();
    }

    private static void leave(WorkerProcess worker, Duration drain) {
        try {
            worker.leave(drain);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The worker did not leave in order", e);
        }
    }

    /** Whoever started it holds the other end of its standard input. */
    private static void endWithParent(WorkerProcess worker) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nobody writes; it is the end that tells
                        }
                        worker.end();
                    } catch (IOException | RuntimeException e) {
                        LOG.warn("The worker did not end in order", e);
                    }
                },
                "jerboa-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
