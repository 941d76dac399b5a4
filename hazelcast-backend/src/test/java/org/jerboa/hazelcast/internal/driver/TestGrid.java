package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jerboa.hazelcast.internal.grid.OpenGrid;
import org.jerboa.hazelcast.internal.grid.SharedGrid;
import org.jerboa.hazelcast.internal.grid.TestInstances;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.worker.Neighbours;
import org.jerboa.hazelcast.internal.worker.WorkerLimits;
import org.jerboa.hazelcast.internal.worker.WorkerSide;
import org.jerboa.mop.MopExecutor;

/** Workers and drivers in this JVM that come and go one by one. */
final class TestGrid implements AutoCloseable {

    private final boolean apart;
    private final long shardBytes;
    private final Neighbours together = new Neighbours();
    private final String cluster = "test-" + UUID.randomUUID();
    private final TestInstances instances = new TestInstances(cluster);
    private final List<Member> members = new ArrayList<>();

    /** @param apart whether members send each other bytes, as those of several JVMs do, or hand things over as they are */
    TestGrid(boolean apart) {
        this(apart, 1 << 20);
    }

    /** @param shardBytes heap of each member for shards */
    TestGrid(boolean apart, long shardBytes) {
        this.apart = apart;
        this.shardBytes = shardBytes;
    }

    private record Member(HazelcastInstance instance, WorkerSide side) {}

    /** A driver of its own. */
    record Driver(HazelcastInstance instance, MopExecutor executor) {}

    Driver driver(GridTerms terms) {
        Node node = Node.driver();
        HazelcastInstance instance = instances.start(node, false);
        OpenGrid open = new OpenGrid(instance, node, together, () -> {});
        return new Driver(instance, MopExecutor.on(new GridBackend(new SharedGrid(() -> open), terms)));
    }

    static GridTerms terms(int replication, int workers) {
        return new GridTerms(replication, 1, workers, Duration.ofSeconds(60));
    }

    synchronized void add() throws IOException {
        add(config -> {});
    }

    /** @param changes what is not usual in its configuration */
    synchronized void add(Consumer<Config> changes) throws IOException {
        Node node = Node.worker();
        HazelcastInstance instance = instances.start(node, true, changes);
        members.add(new Member(
                instance,
                new WorkerSide(
                        instance,
                        node,
                        new WorkerLimits(1, shardBytes, 1 << 24),
                        TestGrid.class.getClassLoader(),
                        apart ? new Neighbours() : together)));
    }

    /** The names of its workers begin with that. */
    synchronized String name(int member) {
        return members.get(member)
                .instance()
                .getCluster()
                .getLocalMember()
                .getUuid()
                .toString()
                .substring(0, 8);
    }

    /** Bytes of shards that each member has. */
    synchronized List<Long> shardBytes() {
        return members.stream().map(member -> member.side().shardBytes()).toList();
    }

    /** Bytes that all members keep to derive shards. */
    synchronized long materialBytes() {
        return members.stream()
                .mapToLong(member -> member.side().materialBytes())
                .sum();
    }

    /** It is gone without a word; what its threads are at goes on, as in a process that was only frozen. */
    synchronized void kill(int member) {
        members.get(member).instance().getLifecycleService().terminate();
    }

    /** @param drain how long it may take over what it is at */
    synchronized void leave(int member, Duration drain) throws IOException {
        members.get(member).side().drain(drain);
        members.get(member).side().close();
        members.get(member).instance().shutdown();
    }

    @Override
    public synchronized void close() throws IOException {
        for (Member member : members) {
            member.side().close();
        }
        instances.close();
    }
}
