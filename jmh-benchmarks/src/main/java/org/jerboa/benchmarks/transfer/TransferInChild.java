package org.jerboa.benchmarks.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Runs a transfer on the VGG-like network in a process with little memory, and says how that ended.
 *
 * @param status of the process: 0, or {@value #OUT_OF_MEMORY} if it was ended by an {@code OutOfMemoryError}
 * @param output all that it printed
 */
record TransferInChild(int status, String output) {

    /** What a JVM ends with under {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;

    /**
     * @param heap greatest size in mebibytes
     * @param plan {@code EAGER}, or {@code CHOSEN} for the planner's choice
     * @param limited whether the budget is half of the heap; if not, it is more than there is
     */
    static TransferInChild run(int heap, TransferBenchmark.Size size, String plan, boolean limited)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.nd4j.log.initialization=false",
                // of what is off the heap nothing grows with the number of images
                "-Dorg.bytedeco.javacpp.maxbytes=512m",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=2g"));
        String unpacked = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (unpacked != null) {
            command.add("-Dorg.bytedeco.javacpp.cachedir=" + unpacked);
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path", ""),
                LimitedTransfer.class.getName(),
                String.valueOf(size.side()),
                String.valueOf(size.width()),
                String.valueOf(size.images()),
                plan,
                String.valueOf(limited)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new TransferInChild(process.waitFor(), output);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A number that {@link LimitedTransfer} has printed on a line of its own, behind its name. */
    OptionalLong number(String name) {
        return output.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst();
    }
}
