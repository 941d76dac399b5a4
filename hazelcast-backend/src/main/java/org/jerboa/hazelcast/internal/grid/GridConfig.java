package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.EndpointConfig;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.ProtocolType;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jerboa.hazelcast.internal.checkpoint.CheckpointTypes;
import org.jerboa.hazelcast.internal.checkpoint.GridCheckpoints;
import org.jerboa.hazelcast.internal.wire.Endpoint;
import org.jerboa.hazelcast.internal.wire.Grid;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.wire.Wire;
import org.jerboa.tune.study.StudyException;

/**
 * Hazelcast's settings. Its own defaults listen on all interfaces, look for others by multicast, let any client in that
 * knows the cluster's name, read any serialised object, and report home; none of this is so here.
 */
public final class GridConfig {

    /** Only this computer can reach it. */
    static final String LOOPBACK = "127.0.0.1";

    private static final int MESSAGE_THREADS = 8;

    /** Each may wait a moment for a part of a model that is being written, and others go through beside it. */
    private static final int TRANSFER_THREADS = 8;

    /** Of a connection's buffers: a part of a model and more. */
    private static final String KIBIBYTES = "512";

    /** Unless the configuration file says otherwise. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.logging.type", "slf4j"),
            Map.entry("hazelcast.socket.bind.any", "false"),
            // who starts an instance ends it; a hook of its own would end it before its studies
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "120"),
            Map.entry("hazelcast.heartbeat.interval.seconds", "2"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "20"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "15"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "15"),
            // threads that wake each other up are what a unit's messages cost: who has something to write
            // writes it himself, unless another one did in the last milliseconds
            Map.entry("hazelcast.concurrent.window.ms", "2"),
            // a part of a model passes in one go
            Map.entry("hazelcast.socket.send.buffer.size", KIBIBYTES),
            Map.entry("hazelcast.socket.receive.buffer.size", KIBIBYTES));

    private GridConfig() {}

    /** Members on this computer that know each other's ports. */
    static Config loopback(String cluster, int port, List<String> peers) {
        Config config = new Config();
        config.setClusterName(cluster);
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.getMetricsConfig().setEnabled(false);
        AdvancedNetworkConfig network = config.getAdvancedNetworkConfig().setEnabled(true);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(peers);
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig();
        endpoint.setPort(port).setPortAutoIncrement(false);
        endpoint.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        network.setMemberEndpointConfig(endpoint);
        return config;
    }

    /**
     * What a file says.
     *
     * @throws StudyException if there is no such file, it is no configuration, or it would let strangers in
     */
    static Config load(Path yaml) {
        if (!Files.isRegularFile(yaml)) {
            throw new StudyException("there is no grid configuration " + yaml
                    + "; templates for one computer, for several and for Kubernetes are in Jerboa's docs/cluster.md");
        }
        Config config;
        try {
            config = Config.loadFromFile(yaml.toFile());
        } catch (Exception e) {
            throw new StudyException("grid configuration " + yaml + " cannot be used: " + e.getMessage(), e);
        }
        requireMembersOnly(config, yaml);
        return config;
    }

    private static void requireMembersOnly(Config config, Path yaml) {
        AdvancedNetworkConfig network = config.getAdvancedNetworkConfig();
        if (!network.isEnabled()) {
            throw new StudyException("grid configuration " + yaml + " has no advanced-network, so that any client could"
                    + " run code on its workers; begin from a template in docs/cluster.md");
        }
        for (Map.Entry<EndpointQualifier, EndpointConfig> endpoint :
                network.getEndpointConfigs().entrySet()) {
            if (endpoint.getKey().getType() != ProtocolType.MEMBER) {
                throw new StudyException("grid configuration " + yaml + " opens an endpoint of type "
                        + endpoint.getKey().getType() + ", by which strangers could get in; leave only"
                        + " member-server-socket-endpoint-config there");
            }
        }
    }

    /** Adds what Jerboa itself needs. */
    static Config prepare(Config config, Node node, boolean worker, ClassLoader loader) {
        PROPERTIES.forEach((name, value) -> {
            if (config.getProperty(name) == null) {
                config.setProperty(name, value);
            }
        });
        config.setClassLoader(loader);
        config.getJetConfig().setEnabled(false);
        Wire.register(config.getSerializationConfig());
        CheckpointTypes.register(config.getSerializationConfig());
        config.getSerializationConfig().setJavaSerializationFilterConfig(filter());
        for (String executor : List.of(Grid.MESSAGES, Grid.TRANSFERS)) {
            int threads = executor.equals(Grid.MESSAGES) ? MESSAGE_THREADS : TRANSFER_THREADS;
            config.addExecutorConfig(new ExecutorConfig(executor, threads).setStatisticsEnabled(false));
        }
        for (int backups = 0; backups <= GridCheckpoints.MOST_BACKUPS; backups++) {
            config.addMapConfig(map(GridCheckpoints.chunkMaps(backups) + "*", backups));
            config.addMapConfig(map(GridCheckpoints.trialMaps(backups) + "*", backups));
        }
        config.getMemberAttributeConfig().setAttribute(Grid.WIRE, String.valueOf(Wire.VERSION));
        if (worker) {
            config.getMemberAttributeConfig().setAttribute(Grid.ROLE, Grid.WORKER);
        }
        config.getUserContext().put(Endpoint.KEY, node);
        return config;
    }

    /** What a member stored while it was out of the grid is thrown away: others have gone on without it. */
    private static MapConfig map(String name, int backups) {
        return new MapConfig(name)
                .setBackupCount(backups)
                .setInMemoryFormat(InMemoryFormat.BINARY)
                .setStatisticsEnabled(false)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()));
    }

    /**
     * Jerboa's own types say themselves how they are read. Of what Java serialises, members only need each other's
     * exceptions and what Hazelcast copies its configuration with.
     */
    private static JavaSerializationFilterConfig filter() {
        ClassFilter allowed = new ClassFilter()
                .addPrefixes(
                        "java.lang.",
                        "[Ljava.lang.",
                        "com.hazelcast.",
                        "org.jerboa.hazelcast.",
                        "java.util.concurrent.")
                .addClasses(
                        "java.util.Properties",
                        "java.util.Hashtable",
                        "java.util.Map$Entry",
                        "java.util.ArrayList",
                        "java.util.Collections$EmptyList",
                        "java.util.Collections$UnmodifiableList",
                        "java.util.Collections$UnmodifiableCollection",
                        "java.util.UUID",
                        "java.io.IOException");
        return new JavaSerializationFilterConfig().setDefaultsDisabled(true).setWhitelist(allowed);
    }
}
