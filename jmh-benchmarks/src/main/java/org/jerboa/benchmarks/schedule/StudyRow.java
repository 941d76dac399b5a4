package org.jerboa.benchmarks.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.schedule.Epoch.Costs;
import org.jerboa.mop.schedule.Scheduling;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.mop.simulator.Network;
import org.jerboa.mop.simulator.SimulatedWorker;
import org.jerboa.mop.simulator.Simulation;
import org.jerboa.mop.simulator.TrialLoad;
import org.jerboa.mop.simulator.Workload;

/**
 * One row of the table of studies: several epochs through the coordinator, which learns what units take as they end, by every
 * scheduling and over the same draws of costs.
 *
 * @param ratios makespan by lower bound for each scheduling, for each seed
 */
record StudyRow(String name, List<double[]> ratios) {

    private static final int EPOCHS = 5;

    /** Of the logarithm of units' times. */
    private static final double NOISE = 0.03;

    static final List<Scheduling> WAYS =
            List.of(Scheduling.RANDOMISED, Scheduling.LONGEST_REMAINING, Scheduling.CYCLIC, Scheduling.PORTFOLIO);

    static StudyRow measure(Costs costs, int trials, int workers, int seeds) {
        List<double[]> ratios = WAYS.stream()
                .map(way -> IntStream.range(0, seeds)
                        .mapToDouble(seed -> ratio(Epoch.draw(trials, workers, costs, seed), way, seed))
                        .toArray())
                .toList();
        return new StudyRow("study." + costs.name().toLowerCase(Locale.ROOT) + "." + trials + "x" + workers, ratios);
    }

    private static double ratio(Epoch epoch, Scheduling way, long seed) {
        int workers = epoch.workers();
        List<TrialLoad> loads = Arrays.stream(epoch.costs())
                .mapToObj(unit -> new TrialLoad(unit / 1e9 * workers, 1e6, 100))
                .toList();
        Workload work = new Workload(
                loads,
                Collections.nCopies(workers, new SimulatedWorker(1, 1)),
                EPOCHS,
                workers,
                1e9,
                1,
                Network.ideal());
        return new Simulation(work)
                .scheduler(() -> way.scheduler(seed))
                .order(ShardOrder.SCHEDULED)
                .noise(NOISE)
                .seed(seed)
                .run()
                .ratio();
    }

    /** Mean and most of every scheduling, as ratios. */
    String line() {
        return Row.line(name, ratios);
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (int way = 0; way < WAYS.size(); way++) {
            figures.add(Row.figure(name + "." + camel(WAYS.get(way)), ratios.get(way)));
        }
        return figures;
    }

    private static String camel(Scheduling way) {
        return switch (way) {
            case RANDOMISED -> "randomised";
            case LONGEST_REMAINING -> "longestRemaining";
            case CYCLIC -> "cyclic";
            case PORTFOLIO -> "portfolio";
        };
    }
}
