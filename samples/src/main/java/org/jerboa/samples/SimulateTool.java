package org.jerboa.samples;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.mop.simulator.Approach;
import org.jerboa.mop.simulator.CommunicationModel;
import org.jerboa.mop.simulator.GanttRecorder;
import org.jerboa.mop.simulator.RivalModel;
import org.jerboa.mop.simulator.RivalRun;
import org.jerboa.mop.simulator.Simulation;
import org.jerboa.mop.simulator.SimulationResult;
import org.jerboa.mop.simulator.TrialLoad;
import org.jerboa.mop.simulator.Workload;

/** Compares ways of training a set of trials on several workers, on a virtual clock. */
final class SimulateTool implements Program {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final List<String> HEADER =
            List.of("approach", "makespan", "lower bound", "first results", "idle", "moved", "stored", "on a worker");

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public String summary() {
        return "compares Model Hopper Parallelism with its rivals on a virtual clock: time, idle workers, bytes";
    }

    @Override
    public String usage(String program) {
        return """
                Usage: %s simulate [options]

                %s

                Options:
                  --trials N           configurations that are trained; default 16
                  --workers N          with one slot each; default 8
                  --shards N           parts of the data; default: one a worker
                  --epochs N           epochs of each trial; default 10
                  --epoch-time TIME    of one trial on one worker; default 50min
                  --mixed FACTOR       trials cost up to so many times more or less than that; default 2
                  --model-size SIZE    of a checkpoint; default 200MB
                  --data-size SIZE     of the training data; default 250GB
                  --batches N          minibatches of an epoch; default 20000
                  --network RATE       of each worker's link; default 10Gbit/s
                  --replicas N         workers that hold each shard, for MOP; default 1
                  --order ORDER        of shards: scheduled (as workers are free) or seeded; default scheduled
                  --scheduler NAME     lrtf (longest remaining first) or random; default lrtf
                  --seed N             of costs and of the simulation; default 42
                  --example paper      defaults of the communication example in the Cerebro paper instead
                  --chart FILE         draws what ran where and when, as .html or .svg
                  --help               this text
                """.formatted(program, summary());
    }

    @Override
    public int run(List<String> arguments, Console console, LocalDateTime now) {
        SimulateArguments settings = SimulateArguments.parse(arguments);
        GanttRecorder recorder = new GanttRecorder();
        Simulation simulation = new Simulation(settings.workload())
                .scheduler(settings.schedulers())
                .order(settings.order())
                .seed(settings.seed());
        settings.chart().ifPresent(file -> simulation.listener(recorder));
        SimulationResult result = simulation.run();
        console.out().print(report(settings, result));
        if (settings.chart().isEmpty()) {
            return OK;
        }
        try {
            recorder.chart(title(settings))
                    .lowerBound(result.lowerBoundSeconds())
                    .write(settings.chart().get());
            console.out().println("Chart in " + settings.chart().get());
            return OK;
        } catch (IOException e) {
            console.err()
                    .println(
                            "the chart cannot be written to " + settings.chart().get() + " (" + e + ")");
            return FAILED;
        }
    }

    private static String title(SimulateArguments settings) {
        Workload work = settings.workload();
        return "%d trials, %d epochs, %d workers, %d shards: %s, %s order"
                .formatted(
                        work.trials().size(),
                        work.epochs(),
                        work.workers().size(),
                        work.shards(),
                        settings.scheduler(),
                        settings.order().name().toLowerCase(Locale.ROOT));
    }

    private static String report(SimulateArguments settings, SimulationResult result) {
        return "%s%n%s%nMOP's time is simulated: %s by %s, in %s; %s, which moved %s.%n"
                        .formatted(
                                description(settings),
                                table(settings.workload(), result),
                                count(result.units(), "unit"),
                                settings.scheduler(),
                                settings.order() == ShardOrder.SEEDED ? "seeded order" : "any order of shards",
                                count(result.hops(), "hop"),
                                Quantity.BYTES.format(result.bytesMoved()))
                + "The others' times, and all bytes, follow from formulas that favour the others;"
                + " docs/simulator.md names them.\n";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String description(SimulateArguments settings) {
        Workload work = settings.workload();
        double least = work.trials().stream()
                .mapToDouble(TrialLoad::epochSeconds)
                .min()
                .orElse(0);
        double most = work.trials().stream()
                .mapToDouble(TrialLoad::epochSeconds)
                .max()
                .orElse(0);
        return "%s of %s, %s of %s each, on %s in %s%s; %s with %s%n"
                .formatted(
                        count(work.trials().size(), "trial"),
                        Quantity.BYTES.format(work.trials().get(0).modelBytes()),
                        count(work.epochs(), "epoch"),
                        settings.mixed() == 1
                                ? Quantity.SECONDS.format(most)
                                : Quantity.SECONDS.format(least) + " to " + Quantity.SECONDS.format(most),
                        Quantity.BYTES.format(work.dataBytes()),
                        count(work.shards(), "shard"),
                        work.replicas() > 1 ? ", each on " + work.replicas() + " workers" : "",
                        count(work.workers().size(), "worker"),
                        Quantity.BITS_PER_SECOND.format(8 * work.network().bytesPerSecond()));
    }

    private static String table(Workload work, SimulationResult result) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        RivalModel rivals = new RivalModel(work);
        for (Approach approach : Approach.values()) {
            rows.add(
                    approach == Approach.MOP
                            ? row(
                                    work,
                                    new RivalRun(
                                            approach,
                                            result.makespanSeconds(),
                                            result.firstResultOnAllSeconds(),
                                            result.idleShare()),
                                    result.lowerBoundSeconds())
                            : row(work, rivals.run(approach), lowerBound(work, approach)));
        }
        return aligned(rows);
    }

    /** All work on all workers; and where a trial trains on one worker at a time, the longest trial. */
    private static double lowerBound(Workload work, Approach approach) {
        double all = work.trials().stream().mapToDouble(TrialLoad::epochSeconds).sum();
        double longest = work.trials().stream()
                .mapToDouble(TrialLoad::epochSeconds)
                .max()
                .orElse(0);
        double together = all / work.slots();
        return switch (approach) {
            case MOP, TASK_PARALLEL_COPIED, TASK_PARALLEL_REMOTE -> work.epochs() * Math.max(longest, together);
            case MODEL_AVERAGING, PARAMETER_SERVER, ALL_REDUCE -> work.epochs() * together;
        };
    }

    private static List<String> row(Workload work, RivalRun run, double bound) {
        CommunicationModel bytes = new CommunicationModel(work);
        Approach approach = run.approach();
        return List.of(
                approach.label(),
                Quantity.SECONDS.format(run.makespanSeconds()),
                Quantity.SECONDS.format(bound),
                Quantity.SECONDS.format(run.firstResultOnAllSeconds()),
                String.format(Locale.ROOT, "%.1f %%", Math.abs(100 * run.idleShare())),
                Quantity.BYTES.format(bytes.bytesMoved(approach)),
                Quantity.BYTES.format(bytes.bytesStored(approach)),
                Quantity.BYTES.format(bytes.bytesStoredPerWorker(approach)));
    }

    private static String aligned(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int of = column;
                int width = rows.stream()
                        .mapToInt(other -> other.get(of).length())
                        .max()
                        .orElse(0);
                String space = " ".repeat(width - row.get(column).length());
                text.append(column == 0 ? row.get(column) + space : "  " + space + row.get(column));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
