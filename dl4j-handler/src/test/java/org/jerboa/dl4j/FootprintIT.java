package org.jerboa.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What networks are estimated to take, beside what a process grew by that made and trained one. */
class FootprintIT {

    @ParameterizedTest
    @CsvSource({
        "mlp, 3000, 64", // nearly all of it parameters
        "dropout, 1000, 2000", // and activations from here on
        "cnn, 16, 256",
        "cnn-patches, 16, 64",
        "lstm, 128, 64",
    })
    void isNoFurtherFromWhatIsMeasuredThanByAHalf(String kind, int width, int batch) throws Exception {
        assumeThat(FootprintChild.canMeasure()).isTrue();

        long[] bytes = child(kind, String.valueOf(width), String.valueOf(batch));

        System.out.printf(
                "%-12s width %5d, minibatches of %4d: estimated %4d MB, measured %4d MB%n",
                kind, width, batch, bytes[0] / 1_000_000, bytes[1] / 1_000_000);
        assertThat(bytes[0]).isBetween(bytes[1] / 2, bytes[1] / 2 * 3);
    }

    private static long[] child(String... arguments) throws Exception {
        Process process = new ProcessBuilder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            String[] numbers = output.strip().split(" ", 2);
            return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])};
        } finally {
            process.destroyForcibly();
        }
    }

    /** The heap is resident from the start, so that it is no part of what is measured. */
    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir", ""),
                "-Dorg.nd4j.log.initialization=false",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                FootprintChild.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
