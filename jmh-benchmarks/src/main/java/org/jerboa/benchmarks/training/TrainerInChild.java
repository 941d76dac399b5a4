package org.jerboa.benchmarks.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Trains in a JVM of its own, whose environment decides how many threads the tool takes by itself. */
final class TrainerInChild implements Trainer {

    /** Read by the native library when it is loaded. */
    private static final String TOOL_THREADS = "OMP_NUM_THREADS";

    private static final int SECONDS_TO_END = 10;

    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    private TrainerInChild(Process process) {
        this.process = process;
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** @param toolDefaults whether the tool's number of threads is left to the tool */
    static TrainerInChild start(TrainingPlan plan, boolean toolDefaults) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(plan)).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (toolDefaults) {
            builder.environment().remove(TOOL_THREADS);
        } else {
            builder.environment().put(TOOL_THREADS, "1");
        }
        return new TrainerInChild(builder.start());
    }

    private static List<String> command(TrainingPlan plan) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.add("-Xmx1g");
        for (String inherited : List.of("java.io.tmpdir", "org.bytedeco.javacpp.cachedir")) {
            String value = System.getProperty(inherited);
            if (value != null) {
                command.add("-D" + inherited + "=" + value);
            }
        }
        command.add("-Dorg.nd4j.log.initialization=false");
        command.add("-cp");
        command.add(System.getProperty("java.class.path", ""));
        command.add(TrainingChild.class.getName());
        command.addAll(plan.toArguments());
        return command;
    }

    @Override
    public Timing train(Way way) throws IOException {
        orders.write(way.name());
        orders.newLine();
        orders.flush();
        // What the tool prints is not an answer.
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("{")) {
                return Timing.fromJson(line);
            }
        }
        throw new IOException("the child process ended while it trained " + way + "; its errors are above");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            orders.close();
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
