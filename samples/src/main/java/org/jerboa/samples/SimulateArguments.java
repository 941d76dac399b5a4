package org.jerboa.samples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jerboa.mop.schedule.ListScheduler;
import org.jerboa.mop.schedule.Scheduler;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.mop.simulator.Network;
import org.jerboa.mop.simulator.SimulatedWorker;
import org.jerboa.mop.simulator.TrialLoad;
import org.jerboa.mop.simulator.Workload;
import org.jerboa.tune.random.RandomStreams;

/**
 * What the command line of {@link SimulateTool} asks for.
 *
 * @param workload what is to be trained, and where
 * @param mixed trials cost up to so many times more or less than was said
 * @param scheduler name of what chooses the next unit
 * @param order in which trials visit shards
 * @param chart where a chart of the simulation goes
 */
record SimulateArguments(
        Workload workload, double mixed, String scheduler, ShardOrder order, long seed, Optional<Path> chart) {

    private static final double LATENCY_SECONDS = 1e-4;
    private static final int MANY = 1_000_000;

    /**
     * About as in the experiments of the Cerebro paper (PVLDB 13(11), 2020, section 6): 16 networks on ImageNet and 8 workers.
     */
    private static final Map<String, String> USUAL =
            defaults("16", "8", "8", "10", "50min", "2", "200MB", "250GB", "20000", "10Gbit/s");

    /** The example of section 2 of that paper, by which it compares what moves. */
    private static final Map<String, String> PAPER =
            defaults("20", "10", "10", "20", "1h", "1", "1GB", "1TB", "100000", "10Gbit/s");

    private static Map<String, String> defaults(String... values) {
        List<String> options = List.of(
                "--trials",
                "--workers",
                "--shards",
                "--epochs",
                "--epoch-time",
                "--mixed",
                "--model-size",
                "--data-size",
                "--batches",
                "--network");
        Map<String, String> defaults = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            defaults.put(options.get(i), values[i]);
        }
        return Collections.unmodifiableMap(defaults);
    }

    /** @throws UsageException if it cannot be understood */
    static SimulateArguments parse(List<String> arguments) {
        Set<String> known = new TreeSet<>(USUAL.keySet());
        known.addAll(List.of("--replicas", "--seed", "--scheduler", "--order", "--example", "--chart"));
        Arguments all = new Arguments(arguments, Set.of(), known);
        if (!all.words().isEmpty()) {
            throw new UsageException("'" + all.words().get(0) + "' is no option");
        }
        return new Reader(all).read();
    }

    /** Makes the scheduler of that name. */
    Supplier<Scheduler> schedulers() {
        return scheduler.equals("lrtf")
                ? ListScheduler::longestRemaining
                : () -> ListScheduler.randomised(RandomStreams.stream(seed, "scheduler"));
    }

    private static final class Reader {

        private final Arguments all;
        private final Map<String, String> defaults;

        Reader(Arguments all) {
            this.all = all;
            String example = all.value("--example").orElse("");
            if (!example.isEmpty() && !example.equals("paper")) {
                throw new UsageException("--example (" + example + ") must be paper");
            }
            this.defaults = example.isEmpty() ? USUAL : PAPER;
        }

        SimulateArguments read() {
            long seed = all.number("--seed", Long.MIN_VALUE, Long.MAX_VALUE, 42);
            double mixed = factor("--mixed");
            return new SimulateArguments(
                    workload(mixed, seed),
                    mixed,
                    oneOf("--scheduler", "lrtf", "random"),
                    oneOf("--order", "scheduled", "seeded").equals("seeded") ? ShardOrder.SEEDED : ShardOrder.SCHEDULED,
                    seed,
                    all.value("--chart").map(Path::of));
        }

        private Workload workload(double mixed, long seed) {
            int workers = count("--workers");
            // one shard a worker unless said, also where only the workers are said
            int shards = all.value("--shards").isPresent() ? count("--shards") : workers;
            double epochSeconds = positive(Quantity.SECONDS, "--epoch-time");
            double modelBytes = Quantity.BYTES.parse("--model-size", text("--model-size"));
            long batches = Arguments.number("--batches", text("--batches"), 1, Long.MAX_VALUE);
            List<TrialLoad> trials = new ArrayList<>();
            for (int trial = 0; trial < count("--trials"); trial++) {
                double exponent = 2 * RandomStreams.stream(seed, "cost", trial).nextDouble() - 1;
                trials.add(new TrialLoad(epochSeconds * Math.pow(mixed, exponent), modelBytes, batches));
            }
            int replicas = (int) all.number("--replicas", 1, workers, 1);
            double bitsPerSecond = positive(Quantity.BITS_PER_SECOND, "--network");
            return new Workload(
                    trials,
                    Collections.nCopies(workers, new SimulatedWorker(1, 1)),
                    count("--epochs"),
                    shards,
                    Quantity.BYTES.parse("--data-size", text("--data-size")),
                    replicas,
                    new Network(LATENCY_SECONDS, bitsPerSecond / 8));
        }

        private String text(String option) {
            return all.value(option).orElseGet(() -> defaults.getOrDefault(option, ""));
        }

        private int count(String option) {
            return (int) Arguments.number(option, text(option), 1, MANY);
        }

        private double positive(Quantity quantity, String option) {
            double value = quantity.parse(option, text(option));
            if (!(value > 0)) {
                throw new UsageException(option + " (" + text(option) + ") must be above 0");
            }
            return value;
        }

        private double factor(String option) {
            try {
                double factor = Double.parseDouble(text(option));
                if (factor >= 1 && factor <= MANY) {
                    return factor;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new UsageException(option + " (" + text(option) + ") must be a number from 1 to " + MANY);
        }

        /** The first is meant if none is said. */
        private String oneOf(String option, String... choices) {
            String choice = all.value(option).orElse(choices[0]);
            if (!List.of(choices).contains(choice)) {
                throw new UsageException(option + " (" + choice + ") must be one of " + List.of(choices));
            }
            return choice;
        }
    }
}
