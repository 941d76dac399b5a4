package org.jerboa.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.benchmarks.arbiter.ArbiterBenchmark;
import org.jerboa.benchmarks.executor.ExecutorBenchmark;
import org.jerboa.benchmarks.explain.ExplainBenchmark;
import org.jerboa.benchmarks.grid.GridBenchmark;
import org.jerboa.benchmarks.hop.HopBenchmark;
import org.jerboa.benchmarks.schedule.OverlapBenchmark;
import org.jerboa.benchmarks.schedule.ScheduleBenchmark;
import org.jerboa.benchmarks.schedule.ScheduleScaleBenchmark;
import org.jerboa.benchmarks.search.LatencyBenchmark;
import org.jerboa.benchmarks.search.MultiFidelityBenchmark;
import org.jerboa.benchmarks.search.SearchBenchmark;
import org.jerboa.benchmarks.search.SearchLiveBenchmark;
import org.jerboa.benchmarks.training.TrainingBenchmark;
import org.jerboa.benchmarks.transfer.FineTuneBenchmark;
import org.jerboa.benchmarks.transfer.TransferBenchmark;

/** Starts a benchmark by its name: what {@code jmh-benchmarks/run} runs. */
public final class Benchmarks {

    private static final List<Benchmark> ALL = List.of(
            new HopBenchmark(),
            new TrainingBenchmark(),
            new ExecutorBenchmark(),
            new GridBenchmark(),
            new ScheduleBenchmark(),
            new ScheduleScaleBenchmark(),
            new OverlapBenchmark(),
            new SearchBenchmark(),
            new SearchLiveBenchmark(),
            new MultiFidelityBenchmark(),
            new LatencyBenchmark(),
            new ArbiterBenchmark(),
            new ExplainBenchmark(),
            new TransferBenchmark(),
            new FineTuneBenchmark());

    private static final String PROGRAM = "jmh-benchmarks/run";

    private static final int OK = 0;
    private static final int USAGE = 2;

    private final List<Benchmark> all;
    private final PrintStream out;
    private final PrintStream err;

    public Benchmarks(List<Benchmark> all, PrintStream out, PrintStream err) {
        this.all = all;
        this.out = out;
        this.err = err;
    }

    /** @param arguments name of the benchmark, then its options */
    public static void main(String[] arguments) throws Exception {
        System.exit(new Benchmarks(ALL, System.out, System.err).run(Arrays.asList(arguments)));
    }

    /** @return exit status of the process: 0 whether goals are met or not, 2 if nothing could be started as asked */
    public int run(List<String> arguments) throws Exception {
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        if (first.equals("--list")) {
            out.print(list());
            return OK;
        }
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(usage());
            return OK;
        }
        Optional<Benchmark> benchmark =
                all.stream().filter(one -> one.name().equals(first)).findFirst();
        if (benchmark.isEmpty()) {
            return refuse(first.isEmpty() ? "no benchmark is named" : "there is no benchmark '" + first + "'");
        }
        try {
            measure(benchmark.get(), RunOptions.parse(benchmark.get(), arguments.subList(1, arguments.size())));
        } catch (UsageException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        return OK;
    }

    private void measure(Benchmark benchmark, RunOptions options) throws Exception {
        Map<String, String> machine = Machine.describe(LocalDate.now(ZoneId.systemDefault()), Machine.load());
        machine.forEach((name, value) -> out.println(name + ": " + value));
        out.println();
        // Opened first: a page that cannot be written to is not found out after minutes of measuring.
        Optional<ResultPage> page = Optional.empty();
        if (options.markdown().isPresent()) {
            page = Optional.of(ResultPage.open(options.markdown().get(), benchmark));
        }
        List<Figure> figures = benchmark.run(options.settings(), out);
        FigureTable table = new FigureTable(figures, benchmark.rangeIs());
        out.println();
        out.print(table.text());
        if (options.json().isPresent()) {
            write(options.json().get(), FigureJson.write(figures));
        }
        if (page.isPresent()) {
            page.get()
                    .write(PROGRAM + " " + benchmark.name() + options.settings().commandLine(), machine, table);
        }
    }

    private static void write(Path file, String text) throws Exception {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text, UTF_8);
    }

    private int refuse(String reason) {
        err.print(reason + "\n\n" + usage());
        return USAGE;
    }

    private String usage() {
        StringBuilder usage = new StringBuilder("Usage: " + program() + " NAME [options]\n       " + program()
                + " --list\n\nBenchmarks:\n" + list() + "\n" + RunOptions.USAGE);
        all.forEach(benchmark -> usage.append(RunOptions.usage(benchmark)));
        return usage.toString();
    }

    private String list() {
        StringBuilder lines = new StringBuilder();
        for (Benchmark benchmark : all) {
            lines.append(String.format("  %-14s %s%n", benchmark.name(), benchmark.about()));
        }
        return lines.toString();
    }

    /** How the user called, so that commands shown to them work where they are. */
    private static String program() {
        return System.getProperty("jerboa.program", PROGRAM);
    }
}
