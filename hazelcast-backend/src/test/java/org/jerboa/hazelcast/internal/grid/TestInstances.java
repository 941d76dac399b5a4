package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jerboa.hazelcast.internal.wire.Node;

/** Members of one cluster in this JVM. */
public final class TestInstances implements AutoCloseable {

    private final String cluster;
    private final List<HazelcastInstance> all = new ArrayList<>();
    private final List<String> seeds = new ArrayList<>();

    public TestInstances(String cluster) {
        this.cluster = cluster;
    }

    public HazelcastInstance start(Node node, boolean worker) {
        return start(node, worker, config -> {});
    }

    /** @param changes what is not usual */
    public HazelcastInstance start(Node node, boolean worker, Consumer<Config> changes) {
        int port = Instances.freePort();
        seeds.add(GridConfig.LOOPBACK + ":" + port);
        Config config = GridConfig.prepare(
                GridConfig.loopback(cluster, port, seeds), node, worker, TestInstances.class.getClassLoader());
        config.setLiteMember(!worker);
        changes.accept(config);
        HazelcastInstance instance = Instances.start(config);
        all.add(instance);
        return instance;
    }

    @Override
    public void close() {
        all.forEach(instance -> instance.getLifecycleService().terminate());
    }
}
