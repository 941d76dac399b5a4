package org.jerboa.hazelcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Worker processes of a grid on this computer's loopback, started and ended one by one. Ends all that it started. */
final class Workers {

    /** After that time without a heartbeat a member is out of the grid where a test freezes one for longer. */
    static final Duration GIVEN_UP = Duration.ofSeconds(10);

    /** The same where none is to be given up, however slow the machine is. */
    private static final Duration NEVER = Duration.ofMinutes(5);

    /** For what a process does in its own time. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int MOST_WORKERS = 8;

    private final Path folder;
    private final String cluster = "test-" + UUID.randomUUID();
    private final int driverPort;
    private final int strangersPort;
    private final Duration givenUp;

    /** Ports of workers, with the processes that have them, or had them last. */
    private final Map<Integer, Process> places = new LinkedHashMap<>();

    private final Set<Integer> free;
    private final List<Process> processes = new ArrayList<>();

    /** Workers that stay in the grid as long as their processes live. */
    Workers(Path folder) throws IOException {
        this(folder, NEVER);
    }

    /** @param givenUp time without a heartbeat after which a member is out of the grid */
    Workers(Path folder, Duration givenUp) throws IOException {
        this.folder = folder;
        this.givenUp = givenUp;
        Deque<Integer> ports = freePorts(MOST_WORKERS + 2);
        this.driverPort = ports.remove();
        this.strangersPort = ports.remove();
        this.free = new LinkedHashSet<>(ports);
    }

    /** All are open at once, so that none is found twice. */
    private static Deque<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            Deque<Integer> free = new ArrayDeque<>();
            sockets.forEach(socket -> free.add(socket.getLocalPort()));
            return free;
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** A worker's port that no process has. */
    private int place() {
        return free.stream()
                .filter(port -> !places.containsKey(port) || !places.get(port).isAlive())
                .findFirst()
                .orElseThrow();
    }

    /** Configuration of the driver; there is one at a time. */
    Path driver() throws IOException {
        return configuration(cluster, driverPort);
    }

    /** Whoever starts looks for others at the ports of all, so that it finds those that are left. */
    private Path configuration(String name, int port) throws IOException {
        Path yaml = folder.resolve("grid-" + port + ".yaml");
        String members = Stream.concat(Stream.of(driverPort), free.stream())
                .map(member -> "\"127.0.0.1:" + member + "\"")
                .collect(Collectors.joining(", "));
        Files.writeString(yaml, """
            hazelcast:
              cluster-name: %s
              properties:
                hazelcast.heartbeat.interval.seconds: 1
                hazelcast.max.no.heartbeat.seconds: %d
                hazelcast.merge.first.run.delay.seconds: 3
                hazelcast.merge.next.run.delay.seconds: 3
                hazelcast.wait.seconds.before.join: 0
              metrics:
                enabled: false
              advanced-network:
                enabled: true
                join:
                  auto-detection:
                    enabled: false
                  multicast:
                    enabled: false
                  tcp-ip:
                    enabled: true
                    member-list: [%s]
                member-server-socket-endpoint-config:
                  port:
                    port: %d
                    auto-increment: false
                  interfaces:
                    enabled: true
                    interfaces: [127.0.0.1]
            """.formatted(name, givenUp.toSeconds(), members, port));
        return yaml;
    }

    /** Starts one more. */
    Process start(String... more) throws IOException {
        return startWith(System.getProperty("java.class.path"), more);
    }

    /** Starts one with another class path. */
    Process startWith(String classPath, String... more) throws IOException {
        return startBy(List.of("-cp", classPath, WorkerMain.class.getName()), more);
    }

    /** Starts one from the worker's jar. */
    Process startJar(Path jar, String... more) throws IOException {
        return startBy(List.of("-jar", jar.toString()), more);
    }

    private Process startBy(List<String> program, String... more) throws IOException {
        int port = place();
        Process process = start(configuration(cluster, port), program, more);
        places.put(port, process);
        return process;
    }

    /** Starts one that believes in another cluster. */
    Process startStranger() throws IOException {
        return start(
                configuration("another-name", strangersPort),
                List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
    }

    private Process start(Path yaml, List<String> program, String... more) throws IOException {
        List<String> command = new ArrayList<>(smallJvm(folder));
        command.addAll(program);
        command.addAll(List.of("--config", yaml.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(processes.size()).toFile())
                .start();
        processes.add(process);
        return process;
    }

    /** The same for all. Temporary files go where all is deleted that a process leaves behind when it is killed. */
    static List<String> smallJvm(Path temporary) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-Dorg.slf4j.simpleLogger.log.com.hazelcast=error",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Djava.io.tmpdir=" + temporary);
    }

    private Path output(int number) {
        return folder.resolve("worker-" + number + ".txt");
    }

    /** Waits until all that were started have joined a grid, if only each its own. */
    void awaitReady() {
        await("workers to join")
                .atMost(PATIENCE)
                .until(() ->
                        processes.stream().allMatch(worker -> output(worker).contains("waits for studies")));
    }

    int driverPort() {
        return driverPort;
    }

    /** What a worker printed. */
    String output(Process worker) {
        return read(output(processes.indexOf(worker)));
    }

    /** What a process printed. */
    static String read(Path output) {
        try {
            return Files.readString(output, UTF_8);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    /** Those that have not ended. */
    List<Process> alive() {
        return processes.stream().filter(Process::isAlive).toList();
    }

    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** It stands still, with all its connections open. */
    static void freeze(Process process) throws IOException, InterruptedException {
        signal("-STOP", process);
    }

    static void thaw(Process process) throws IOException, InterruptedException {
        signal("-CONT", process);
    }

    /** It is told to end, which it does in its own time. */
    static void terminate(Process process) throws IOException, InterruptedException {
        signal("-TERM", process);
    }

    private static void signal(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** At once. */
    void endAll() throws InterruptedException {
        processes.forEach(Process::destroyForcibly);
        for (Process process : processes) {
            process.waitFor();
        }
    }
}
