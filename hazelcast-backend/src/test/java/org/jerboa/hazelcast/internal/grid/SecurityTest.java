package org.jerboa.hazelcast.internal.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jerboa.tune.study.StudyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {

    private static final String LISTENING = "0A";

    @TempDir
    Path folder;

    private Set<String> before = Set.of();
    private OpenGrid grid;

    @BeforeEach
    void startGrid() throws IOException {
        before = listening();
        grid = new EmbeddedGrid(2, 1).get();
    }

    @AfterEach
    void endGrid() {
        grid.ending().run();
    }

    @Test
    void nothingListensBeyondLoopback() throws IOException {
        Set<String> opened = listening();
        opened.removeAll(before);
        assertThat(opened).as("sockets that listen").isNotEmpty();
        assertThat(opened).allSatisfy(socket -> assertThat(socket).matches(SecurityTest::isLoopback));
    }

    /** Sockets of this process that listen, by their local address as the kernel writes it. */
    private static Set<String> listening() throws IOException {
        Path tcp = Path.of("/proc/self/net/tcp");
        assumeThat(Files.exists(tcp)).as("Linux").isTrue();
        Set<String> own = ownInodes();
        Set<String> addresses = new HashSet<>();
        for (Path table : List.of(tcp, Path.of("/proc/self/net/tcp6"))) {
            if (!Files.exists(table)) {
                continue;
            }
            List<String> lines = Files.readAllLines(table, UTF_8);
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTENING) && own.contains(fields[9])) {
                    addresses.add(fields[1]);
                }
            }
        }
        return addresses;
    }

    private static Set<String> ownInodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring(8, target.length() - 1));
                    }
                } catch (IOException e) {
                    assertThat(e).as("it was closed meanwhile").isInstanceOf(NoSuchFileException.class);
                }
            }
        }
        return inodes;
    }

    /** 127.0.0.1, or the same as an IPv6 address; bytes of each word are in the order of a little-endian machine. */
    private static boolean isLoopback(String address) {
        String host = address.substring(0, address.indexOf(':'));
        return host.equals("0100007F")
                || host.equals("0000000000000000FFFF00000100007F")
                || host.equals("00000000000000000000000001000000");
    }

    @Test
    void aClientThatKnowsNameAndPortDoesNotGetIn() {
        ClientConfig client = new ClientConfig();
        client.setClusterName(grid.driver().getConfig().getClusterName());
        client.getNetworkConfig().addAddress("127.0.0.1:" + port());
        client.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(2_000);
        client.setProperty("hazelcast.logging.type", "slf4j");
        assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(client))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Unable to connect");
    }

    @Test
    void aMemberWithDefaultsDoesNotGetIn() {
        Config stranger = new Config(); // cluster "dev"
        stranger.setProperty("hazelcast.logging.type", "slf4j");
        stranger.setProperty("hazelcast.phone.home.enabled", "false");
        stranger.setProperty("hazelcast.socket.bind.any", "false");
        stranger.getNetworkConfig().setPort(Instances.freePort());
        stranger.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        stranger.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        stranger.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        stranger.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port());
        HazelcastInstance outside = Hazelcast.newHazelcastInstance(stranger);
        try {
            assertThat(outside.getCluster().getMembers()).hasSize(1);
            assertThat(grid.driver().getCluster().getMembers()).hasSize(2);
        } finally {
            outside.getLifecycleService().terminate();
        }
    }

    private int port() {
        return grid.driver().getCluster().getLocalMember().getAddress().getPort();
    }

    @Test
    void aConfigurationThatLetsClientsInIsRefused() throws IOException {
        Path plain = folder.resolve("plain.yaml");
        Files.writeString(plain, "hazelcast:\n  cluster-name: x\n");
        assertThatThrownBy(() -> GridConfig.load(plain))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("advanced-network");

        Path client = folder.resolve("client.yaml");
        Files.writeString(client, """
            hazelcast:
              advanced-network:
                enabled: true
                member-server-socket-endpoint-config:
                  port: {port: 6701}
                client-server-socket-endpoint-config:
                  port: {port: 6801}
            """);
        assertThatThrownBy(() -> GridConfig.load(client))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("CLIENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "static", "kubernetes"})
    void theTemplatesAreReadAndLetOnlyMembersIn(String template) {
        Config config = GridConfig.load(Path.of("..", "docs", "cluster", template + ".yaml"));

        assertThat(config.getAdvancedNetworkConfig().getEndpointConfigs()).hasSize(1);
        assertThat(config.getAdvancedNetworkConfig()
                        .getJoin()
                        .getMulticastConfig()
                        .isEnabled())
                .isFalse();
        assertThat(config.getAdvancedNetworkConfig()
                        .getJoin()
                        .getAutoDetectionConfig()
                        .isEnabled())
                .isFalse();
    }

    @Test
    void aMissingOrBrokenConfigurationIsNamed() throws IOException {
        assertThatThrownBy(() -> GridConfig.load(folder.resolve("none.yaml")))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("none.yaml");
        Path broken = folder.resolve("broken.yaml");
        Files.writeString(broken, "hazelcast:\n  no-such-thing: 1\n");
        assertThatThrownBy(() -> GridConfig.load(broken))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("broken.yaml");
    }

    @Test
    void aTakenPortIsNamedWithTheRemedy() throws IOException {
        Config config = GridConfig.loopback("another", port(), new ArrayList<>());
        assertThatThrownBy(() -> Instances.start(config))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("port")
                .hasMessageContaining("auto-increment");
    }
}
