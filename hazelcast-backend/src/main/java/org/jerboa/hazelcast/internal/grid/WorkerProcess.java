package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.worker.WorkerLimits;
import org.jerboa.hazelcast.internal.worker.WorkerSide;
import org.jerboa.tune.study.StudyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member that does nothing but run units. */
public final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private final HazelcastInstance instance;
    private final WorkerSide worker;
    private final CountDownLatch over = new CountDownLatch(1);

    private WorkerProcess(HazelcastInstance instance, WorkerSide worker) {
        this.instance = instance;
        this.worker = worker;
        instance.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleEvent.LifecycleState.SHUTDOWN) {
                over.countDown();
            }
        });
    }

    /**
     * Joins the grid of a configuration file.
     *
     * @throws StudyException if it cannot, with what is to be done
     */
    public static WorkerProcess join(Path yaml, WorkerLimits limits, ClassLoader loader) throws IOException {
        Node node = Node.worker();
        return of(Instances.start(GridConfig.prepare(GridConfig.load(yaml), node, true, loader)), node, limits, loader);
    }

    /** Joins the grid of a driver on this computer. */
    public static WorkerProcess join(String cluster, String driver, WorkerLimits limits, ClassLoader loader)
            throws IOException {
        Node node = Node.worker();
        HazelcastInstance instance = Instances.startOnFreePort(
                port -> GridConfig.prepare(GridConfig.loopback(cluster, port, List.of(driver)), node, true, loader));
        return of(instance, node, limits, loader);
    }

    private static WorkerProcess of(HazelcastInstance instance, Node node, WorkerLimits limits, ClassLoader loader)
            throws IOException {
        try {
            return new WorkerProcess(instance, new WorkerSide(instance, node, limits, loader));
        } catch (IOException | RuntimeException e) {
            Instances.end(instance);
            throw e;
        }
    }

    /** Who it is in the grid. */
    public String name() {
        return instance.getCluster().getLocalMember().toString();
    }

    /** Waits until it has ended. That it ends by itself means that its memory ran out. */
    public void awaitEnd() throws InterruptedException {
        over.await();
    }

    /**
     * Takes no more units, ends those that it has, and leaves the grid when what it holds of checkpoints is with others.
     *
     * @param drain how long it waits for its units, at most; then they are cancelled
     */
    public void leave(Duration drain) throws IOException {
        worker.drain(drain);
        LOG.info("Worker {} leaves; {}", name(), worker.summary());
        worker.close();
        instance.shutdown();
    }

    /** Ends at once. */
    public void end() throws IOException {
        worker.close();
        instance.getLifecycleService().terminate();
    }
}
