package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** {@link WatchedSamples} in a JVM of its own, started as {@code samples/run} starts samples. Its output goes to a file. */
final class ChildJvm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param folder where it works and where its output goes */
    static ChildJvm start(Path folder, List<String> arguments) throws IOException {
        return start(folder, arguments, OptionalInt.empty());
    }

    /**
     * @param stuckEpoch epoch of which no unit comes back until it is cancelled, so that the process does not end before it
     *     is told to
     */
    static ChildJvm start(Path folder, List<String> arguments, OptionalInt stuckEpoch) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                System.getProperty("java.class.path")));
        String unpacked = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (unpacked != null) {
            command.add(1, "-Dorg.bytedeco.javacpp.cachedir=" + unpacked);
        }
        stuckEpoch.ifPresent(epoch -> command.add(1, "-D" + WatchedSamples.STUCK_EPOCH + "=" + epoch));
        command.add(WatchedSamples.class.getName());
        command.addAll(arguments);
        Path output = Files.createTempFile(folder, "output-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        return new ChildJvm(builder.start(), output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something is so, which must happen while the process lives. */
    void await(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    boolean alive = process.isAlive();
                    if (condition.getAsBoolean()) {
                        return true;
                    }
                    assertThat(alive).as("alive, with output:%n%s", output()).isTrue();
                    return false;
                });
    }

    /** SIGKILL: the process does nothing more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        status();
    }

    /** SIGTERM, which a JVM answers as it does Ctrl-C. */
    int terminate() throws InterruptedException {
        process.destroy();
        return status();
    }

    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended, with output:%n%s", output())
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
