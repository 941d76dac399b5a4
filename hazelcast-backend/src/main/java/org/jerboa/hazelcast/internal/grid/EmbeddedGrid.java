package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.worker.Neighbours;
import org.jerboa.hazelcast.internal.worker.WorkerLimits;
import org.jerboa.hazelcast.internal.worker.WorkerSide;
import org.jerboa.tune.study.StudyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members inside this JVM, the first of which drives too. They talk over loopback, and the cluster's name is drawn at
 * random, so that nobody else finds his way in by accident. Models and shards go from one to another as they are.
 *
 * @param slots units that a member runs at a time
 * @param apart whether they send each other bytes all the same, as members of several JVMs have to
 */
public record EmbeddedGrid(int members, int slots, boolean apart) implements Supplier<OpenGrid> {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedGrid.class);

    /** Members that do not. */
    public EmbeddedGrid(int members, int slots) {
        this(members, slots, false);
    }

    @Override
    public OpenGrid get() {
        String cluster = "jerboa-" + UUID.randomUUID();
        List<HazelcastInstance> instances = new ArrayList<>();
        List<WorkerSide> workers = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        ClassLoader loader = Loaders.present();
        Neighbours together = new Neighbours();
        try {
            for (int member = 0; member < members; member++) {
                Node node = Node.worker();
                List<String> others = instances.stream().map(Instances::address).toList();
                HazelcastInstance instance = Instances.startOnFreePort(
                        port -> GridConfig.prepare(GridConfig.loopback(cluster, port, others), node, true, loader));
                instances.add(instance);
                nodes.add(node);
                workers.add(new WorkerSide(
                        instance, node, WorkerLimits.of(slots, members), loader, apart ? new Neighbours() : together));
            }
        } catch (IOException | RuntimeException e) {
            end(workers, instances);
            throw e instanceof StudyException known
                    ? known
                    : new StudyException("the embedded grid cannot be started: " + e, e);
        }
        LOG.info("Embedded grid of {} members on ports of {}", members, GridConfig.LOOPBACK);
        return new OpenGrid(instances.get(0), nodes.get(0), together, () -> end(workers, instances));
    }

    private static void end(List<WorkerSide> workers, List<HazelcastInstance> instances) {
        for (WorkerSide worker : workers) {
            try {
                worker.close();
            } catch (IOException e) {
                LOG.warn("A worker left files behind", e);
            }
        }
        instances.forEach(Instances::end);
    }
}
