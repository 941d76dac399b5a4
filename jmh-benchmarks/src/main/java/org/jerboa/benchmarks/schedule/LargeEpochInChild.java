package org.jerboa.benchmarks.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a {@link LargeEpoch} in a process that takes itself to have one core, with two gigabytes of heap. */
public final class LargeEpochInChild {

    private LargeEpochInChild() {}

    static LargeEpoch run(int trials, int workers) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:ActiveProcessorCount=1",
                "-cp",
                System.getProperty("java.class.path", ""),
                LargeEpochInChild.class.getName(),
                String.valueOf(trials),
                String.valueOf(workers));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                Optional<LargeEpoch> answer = LargeEpoch.read(line);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            throw new IOException("the process that simulated " + trials + " trials on " + workers
                    + " workers ended with " + process.waitFor() + " and without a result; its errors are above");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** @param arguments numbers of trials and of workers */
    public static void main(String[] arguments) {
        LargeEpoch epoch = LargeEpoch.here(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println(epoch.line());
    }
}
