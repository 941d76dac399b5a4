package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jerboa.hazelcast.WorkerMain;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.worker.Neighbours;
import org.jerboa.hazelcast.internal.worker.Trees;
import org.jerboa.tune.study.StudyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Worker processes on this computer, with this JVM's class path. They are started with the grid, end with it, and end by
 * themselves if this process dies.
 *
 * @param workers processes
 * @param options of their JVMs
 */
public record LocalGrid(int workers, List<String> options) implements Supplier<OpenGrid> {

    private static final Logger LOG = LoggerFactory.getLogger(LocalGrid.class);
    private static final long PATIENCE_SECONDS = 20;
    private static final int SHOWN_OUTPUT = 2_000;

    public LocalGrid {
        options = List.copyOf(options);
    }

    @Override
    public OpenGrid get() {
        String cluster = "jerboa-" + UUID.randomUUID();
        Node node = Node.driver();
        HazelcastInstance driver = Instances.startOnFreePort(port -> {
            Config config = GridConfig.loopback(cluster, port, List.of());
            config.setLiteMember(true);
            return GridConfig.prepare(config, node, false, Loaders.present());
        });
        List<Process> processes = new ArrayList<>();
        try {
            Path folder = Files.createTempDirectory("jerboa-local-"); // which nobody else can read
            Path arguments = arguments(folder, List.of(cluster, Instances.address(driver)));
            for (int worker = 0; worker < workers; worker++) {
                processes.add(start(arguments, folder.resolve("worker-" + worker + ".txt")));
            }
            return new OpenGrid(driver, node, new Neighbours(), () -> end(driver, processes, folder));
        } catch (IOException e) {
            processes.forEach(Process::destroyForcibly);
            Instances.end(driver);
            throw new StudyException("worker processes cannot be started: " + e, e);
        }
    }

    /** The class path may be longer than a command line; and what is on that, other users of the computer can see. */
    private static Path arguments(Path folder, List<String> grid) throws IOException {
        Path address = Files.write(folder.resolve("grid.txt"), grid);
        Path arguments = folder.resolve("arguments.txt");
        List<String> lines = List.of(
                quoted("-Djava.io.tmpdir=" + folder), // so that nothing is left of one that is killed
                "-cp",
                quoted(System.getProperty("java.class.path", "")),
                WorkerMain.class.getName(),
                "--local",
                quoted(address.toString()));
        return Files.write(arguments, lines);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\") + "\"";
    }

    private Process start(Path arguments, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(options);
        command.add("@" + arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        LOG.info("Worker process {} started; what it prints is in {}", process.pid(), output);
        CompletableFuture<Void> unused = process.onExit().thenAccept(ended -> sayHow(ended, output));
        return process;
    }

    private static void sayHow(Process ended, Path output) {
        if (ended.exitValue() != 0 && Files.exists(output)) {
            LOG.warn("Worker process {} ended with status {}: {}", ended.pid(), ended.exitValue(), end(output));
        }
    }

    private static String end(Path output) {
        try {
            String text = Files.readString(output);
            return text.substring(Math.max(0, text.length() - SHOWN_OUTPUT));
        } catch (IOException e) {
            return "what it printed cannot be read: " + e;
        }
    }

    /** They notice the end of their standard input. */
    private static void end(HazelcastInstance driver, List<Process> processes, Path folder) {
        for (Process process : processes) {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                LOG.debug("Worker process {} has ended already", process.pid(), e);
            }
        }
        boolean interrupted = false;
        for (Process process : processes) {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("Worker process {} does not end by itself; it is killed", process.pid());
                    process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS); // it has files in the folder
                }
            } catch (InterruptedException e) {
                interrupted = true;
                process.destroyForcibly();
            }
        }
        Instances.end(driver);
        try {
            Trees.delete(folder);
        } catch (IOException e) {
            LOG.warn("{} is left, and can be deleted", folder, e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
