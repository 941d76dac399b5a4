package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers in JVMs whose heap is too small for the plan that a large one would carry out. With 640 images the outputs of eight layers
 * take 20 MiB each, 160 together, and the heap is 128. With 3840 images a single layer takes 120.
 */
class LimitedMemoryIT {

    private static final String SMALL = "-Xmx128m";

    /** Images and layers. */
    private static final String FEW = "640:8:";

    private static final String MANY = "3840:2:";

    private static final long MINUTES = 10;
    private static final int DIED_OF_MEMORY = 3;

    /** What the JVM may see more than what is counted: classes of the tool, studies, their models. */
    private static final long BESIDE = 16L << 20;

    private static final Pattern FINISHED =
            Pattern.compile("finished (\\w+) counted (\\d+) heap (-?\\d+) files (\\d+) results (\\w+)");

    @TempDir
    static Path folder;

    private static Transfer few = Transfer.NONE;
    private static Transfer many = Transfer.NONE;

    /** What {@link LimitedMemoryMain} says of a transfer that has finished. */
    private record Transfer(String kind, long counted, long heap, long files, String results) {

        static final Transfer NONE = new Transfer("", 0, 0, 0, "");

        static Transfer in(String output, String transfer) {
            Matcher found = FINISHED.matcher(line(output, transfer));
            assertThat(found.find()).as(output).isTrue();
            return new Transfer(
                    found.group(1),
                    Long.parseLong(found.group(2)),
                    Long.parseLong(found.group(3)),
                    Long.parseLong(found.group(4)),
                    found.group(5));
        }
    }

    private record Ended(int status, String output) {}

    /** A large JVM, in which the eager plan fits. */
    @BeforeAll
    static void references() throws Exception {
        String output = finished("-Xmx1g", FEW + "EAGER:default", MANY + "EAGER:default");
        few = Transfer.in(output, FEW + "EAGER:default");
        many = Transfer.in(output, MANY + "EAGER:default");

        assertThat(few.counted()).isEqualTo(8L * 640 * LimitedMemoryMain.LAYER);
        assertHeapIsAsCounted(few);
    }

    private static void assertHeapIsAsCounted(Transfer transfer) {
        assertThat(transfer.heap()).as("%s", transfer).isBetween(transfer.counted(), transfer.counted() + BESIDE);
    }

    @Test
    void theEagerPlanDiesWhereItIsNotRefused() throws Exception {
        Ended ended = run(SMALL, FEW + "EAGER:unlimited");

        assertThat(ended.output()).contains("java.lang.OutOfMemoryError: Java heap space");
        assertThat(ended.status()).as(ended.output()).isEqualTo(DIED_OF_MEMORY);
    }

    @Test
    void theChosenPlanFinishesWhereTheEagerOneIsRefused() throws Exception {
        String output = finished(SMALL, FEW + "EAGER:default", FEW + "chosen:default");

        assertThat(line(output, FEW + "EAGER:default"))
                .contains("refused, the EAGER plan needs " + few.counted() + " bytes, and the budget is ");
        Transfer chosen = Transfer.in(output, FEW + "chosen:default");
        assertThat(chosen.kind()).isEqualTo("STAGED");
        assertThat(chosen.results()).isEqualTo(few.results());
        assertThat(chosen.counted()).isLessThanOrEqualTo(64L << 20);
        assertHeapIsAsCounted(chosen);
    }

    /** The lazy plan holds one layer, so it fails only where one layer is too large. */
    @Test
    void theLazyPlanDiesOfOneLayerThatIsTooLarge() throws Exception {
        Ended ended = run(SMALL, MANY + "LAZY:unlimited");

        assertThat(ended.output()).contains("java.lang.OutOfMemoryError: Java heap space");
        assertThat(ended.status()).as(ended.output()).isEqualTo(DIED_OF_MEMORY);
    }

    @Test
    void inFilesALayerMayBeLargerThanTheHeap() throws Exception {
        String output = finished(SMALL, MANY + "chosen:default", MANY + "chosen:disk");

        assertThat(line(output, MANY + "chosen:default"))
                .contains("refused, no plan fits into ")
                .contains(" need at least " + 3840L * LimitedMemoryMain.LAYER + " bytes");
        Transfer chosen = Transfer.in(output, MANY + "chosen:disk");
        assertThat(chosen.results()).isEqualTo(many.results());
        assertThat(chosen.counted()).isEqualTo(many.counted());
        assertThat(chosen.heap()).isLessThan(BESIDE);
        assertThat(chosen.files()).isGreaterThanOrEqualTo(chosen.counted());
    }

    private static String line(String output, String transfer) {
        return output.lines()
                .filter(line -> line.startsWith(transfer + ": "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + transfer + " in:\n" + output));
    }

    private static String finished(String heap, String... transfers) throws Exception {
        Ended ended = run(heap, transfers);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    private static Ended run(String heap, String... transfers) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output-", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // at once, whichever thread it meets
                "-XX:+ExitOnOutOfMemoryError",
                // of what is off the heap nothing grows with the number of images
                "-Dorg.bytedeco.javacpp.maxbytes=128m",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=2g",
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                System.getProperty("java.class.path")));
        String unpacked = System.getProperty("org.bytedeco.javacpp.cachedir");
        if (unpacked != null) {
            command.add(1, "-Dorg.bytedeco.javacpp.cachedir=" + unpacked);
        }
        command.add(LimitedMemoryMain.class.getName());
        command.add(Files.createTempDirectory(folder, "files-").toString());
        command.addAll(Arrays.asList(transfers));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(output);
            assertThat(ended)
                    .as("ended within %d minutes, having said %s", MINUTES, text)
                    .isTrue();
            return new Ended(process.exitValue(), text);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
