package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 307 MB of examples are shuffled, stored and read back by a JVM whose heap is 64 MB. */
class LargerThanHeapIT {

    private static final long MINUTES = 20;

    @TempDir
    private Path folder;

    @Test
    void datasetsMayBeLargerThanTheHeap() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargerThanHeapMain.class.getName(),
                        folder.resolve("shards").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        boolean ended = child.waitFor(MINUTES, TimeUnit.MINUTES);
        child.destroyForcibly();

        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        assertThat(child.exitValue()).as(text).isZero();
        // 10 000 examples of 1 920 floats and a byte
        assertThat(text).contains("every example once, in 4 shards of 76810000 bytes");
    }
}
