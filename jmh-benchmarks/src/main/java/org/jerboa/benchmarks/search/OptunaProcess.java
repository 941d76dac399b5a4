package org.jerboa.benchmarks.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jerboa.benchmarks.Settings;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Optuna in a Python process of its own, which proposes configurations; they are evaluated here, so that both sides have
 * the same functions. Not thread-safe; a process for each thread.
 */
final class OptunaProcess implements AutoCloseable {

    static final String OPTION = "python";

    static final String OPTION_DOES = "interpreter that has Optuna; python3 unless set";

    private static final String SCRIPT = "optuna_player.py";

    private static final int SECONDS_TO_END = 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;
    private final JsonNode greeting;

    /** There is no Optuna to be had. */
    static final class Unavailable extends Exception {

        private static final long serialVersionUID = 1L;

        Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private OptunaProcess(Process process) throws IOException {
        this.process = process;
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.greeting = answer();
    }

    /** The interpreter that was named, or the usual one. */
    static String python(Settings settings) {
        return settings.text(OPTION).orElse("python3");
    }

    /**
     * @param python a Python interpreter, by name or path
     * @throws Unavailable if it cannot be started or has no Optuna, saying what would help
     */
    static OptunaProcess start(String python) throws Unavailable {
        OptunaProcess started;
        try {
            // One thread for NumPy, as for the searches of Jerboa that it is compared with.
            ProcessBuilder builder = new ProcessBuilder(python, "-c", script());
            builder.environment().putAll(Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1"));
            started = new OptunaProcess(
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new Unavailable(
                    "'" + python + "' cannot be run (" + e.getMessage()
                            + "); install Python 3 with Optuna, or name another interpreter with --python",
                    e);
        }
        if (!started.greeting.has("optuna")) {
            started.close();
            throw new Unavailable(
                    "'" + python + "' has no Optuna ("
                            + started.greeting.path("missing").asText()
                            + "); install it (pip install optuna cmaes, or Debian's python3-optuna), or name another"
                            + " interpreter with --python",
                    null);
        }
        return started;
    }

    private static String script() throws IOException {
        try (InputStream file = OptunaProcess.class.getResourceAsStream(SCRIPT)) {
            return new String(Objects.requireNonNull(file, SCRIPT).readAllBytes(), UTF_8);
        }
    }

    String version() {
        return greeting.get("optuna").asText();
    }

    /** Names of the samplers that this installation can run. */
    List<String> samplers() {
        List<String> names = new ArrayList<>();
        greeting.get("samplers").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Plays as many trials as the function's budget has, one after another. */
    FunctionRun play(TestFunction function, String sampler, long seed) throws IOException {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("play", sampler);
        order.put("seed", seed);
        order.put("trials", function.budget());
        order.put("space", OptunaSpace.of(function.space()));
        order(order);
        List<Configuration> configurations = new ArrayList<>();
        List<FunctionRun.Epoch> epochs = new ArrayList<>();
        for (int trial = 0; trial < function.budget(); trial++) {
            Map<String, String> texts = new LinkedHashMap<>();
            answer().get("params")
                    .properties()
                    .forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
            Configuration configuration = function.space().parse(texts);
            double loss = function.observed(1, configuration, seed, trial);
            configurations.add(configuration);
            epochs.add(new FunctionRun.Epoch(trial, 1, loss));
            order(Double.isNaN(loss) ? null : loss);
        }
        return new FunctionRun(function, configurations, epochs, epochs.size());
    }

    /**
     * How long a proposal takes.
     *
     * @param finished trials before it, at random
     * @return milliseconds for asking, a suggestion for each dimension, and telling
     */
    double[] latency(String sampler, int dimensions, int finished, int repetitions) throws IOException {
        order(Map.of(
                "time",
                sampler,
                "seed",
                1,
                "dimensions",
                dimensions,
                "finished",
                finished,
                "repetitions",
                repetitions));
        JsonNode times = answer().get("ms");
        double[] milliseconds = new double[times.size()];
        for (int i = 0; i < milliseconds.length; i++) {
            milliseconds[i] = times.get(i).asDouble();
        }
        return milliseconds;
    }

    private void order(@Nullable Object order) throws IOException {
        orders.write(JSON.writeValueAsString(order));
        orders.newLine();
        orders.flush();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the Python process ended; its errors are above");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        try {
            orders.close();
            process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
