package org.jerboa.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A fresh JVM with this one's class path, for checks that a result does not depend on the process it is computed in. It
 * is given a folder, in which it finds its task and leaves its answer.
 */
public final class ChildJvm {

    private static final int SHOWN_OUTPUT = 4_000;

    /** What a child does is short: it spends less on its compiler and its threads than these would gain. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ChildJvm() {}

    /**
     * Runs a main class to its end. No process outlives the call.
     *
     * @param folder passed as the only argument; what the child prints goes to {@code output.txt} in it
     * @throws AssertionError if the child fails or has not ended in time, with the end of its output
     */
    static void run(Class<?> main, Path folder, List<String> options, Duration limit)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command(main, folder, options))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("child JVM did not end within " + limit + "; it printed:\n" + end(output));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(
                        "child JVM ended with status " + process.exitValue() + "; it printed:\n" + end(output));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The class path goes through a file: it may be longer than a command line can be. */
    private static List<String> command(Class<?> main, Path folder, List<String> options) throws IOException {
        Path arguments = folder.resolve("arguments.txt");
        String classPath = System.getProperty("java.class.path", "");
        Files.writeString(arguments, "-cp\n\"" + classPath.replace("\\", "\\\\") + "\"\n", UTF_8);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(QUICK_START);
        command.addAll(options);
        command.add("@" + arguments);
        command.add(main.getName());
        command.add(folder.toString());
        return command;
    }

    private static String end(Path output) throws IOException {
        String text = Files.readString(output, UTF_8);
        return text.substring(Math.max(0, text.length() - SHOWN_OUTPUT));
    }
}
