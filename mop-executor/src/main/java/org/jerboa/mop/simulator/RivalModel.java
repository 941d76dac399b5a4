package org.jerboa.mop.simulator;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long the rivals of MOP take for a workload. The assumptions favour them:
 *
 * <ul>
 *   <li><b>Task parallelism.</b> Whole trials are given out longest first, each to the slot that would end it soonest.
 *       Data that is copied is copied to all workers at once before anything begins; data that is read remotely is
 *       read ahead, so an epoch takes the longer of training and reading. The slots of a worker share its link.
 *   <li><b>Model averaging.</b> One trial at a time on equal parts of the data; an epoch takes what the slowest slot
 *       takes, and then each worker sends and receives the model once.
 *   <li><b>Parameter server.</b> One trial at a time; no slot waits for another; each worker pushes and pulls the model
 *       with every minibatch, behind the computation of the next; there are servers enough.
 *   <li><b>All-reduce.</b> One trial at a time; in each step every worker trains one minibatch and takes part in a ring
 *       all-reduce, 2 (p - 1) / p times the model's bytes and 2 (p - 1) latencies, entirely hidden behind the
 *       computation where that takes longer; the slowest slot sets the pace.
 * </ul>
 *
 * <p>None of the three that train one trial at a time is charged for what it does to convergence.
 */
public final class RivalModel {

    private final Workload work;
    private final double[] speeds;
    private final double linkShare;

    public RivalModel(Workload work) {
        this.work = work;
        this.speeds = work.workers().stream()
                .flatMapToDouble(worker -> IntStream.range(0, worker.slots()).mapToDouble(slot -> worker.speed()))
                .toArray();
        this.linkShare = work.workers().size() / (double) speeds.length;
    }

    /** @throws IllegalArgumentException for MOP, which is not modelled but simulated */
    public RivalRun run(Approach approach) {
        return switch (approach) {
            case TASK_PARALLEL_COPIED -> taskParallel(approach, work.network().seconds(work.dataBytes()), 0);
            case TASK_PARALLEL_REMOTE ->
                taskParallel(approach, 0, work.dataBytes() / (work.network().bytesPerSecond() * linkShare));
            case MODEL_AVERAGING, PARAMETER_SERVER, ALL_REDUCE -> oneTrialAtATime(approach);
            case MOP -> throw new IllegalArgumentException("MOP is no rival of itself; run a Simulation for its time");
        };
    }

    private RivalRun taskParallel(Approach approach, double start, double readSeconds) {
        double[] freeAt = new double[speeds.length];
        Arrays.fill(freeAt, start);
        double busy = 0;
        double firstResults = 0;
        List<TrialLoad> longestFirst = work.trials().stream()
                .sorted(Comparator.comparingDouble(TrialLoad::epochSeconds).reversed())
                .toList();
        for (TrialLoad trial : longestFirst) {
            int slot = soonest(freeAt, trial, readSeconds);
            double training = trial.epochSeconds() / speeds[slot];
            double epoch = Math.max(training, readSeconds);
            firstResults = Math.max(firstResults, freeAt[slot] + epoch);
            freeAt[slot] += work.epochs() * epoch;
            busy += work.epochs() * training;
        }
        double makespan = Arrays.stream(freeAt).max().orElse(0);
        return new RivalRun(approach, makespan, firstResults, idleShare(busy, makespan));
    }

    private int soonest(double[] freeAt, TrialLoad trial, double readSeconds) {
        int best = 0;
        double bestEnd = Double.POSITIVE_INFINITY;
        for (int slot = 0; slot < speeds.length; slot++) {
            double end = freeAt[slot] + work.epochs() * Math.max(trial.epochSeconds() / speeds[slot], readSeconds);
            if (end < bestEnd) {
                best = slot;
                bestEnd = end;
            }
        }
        return best;
    }

    private RivalRun oneTrialAtATime(Approach approach) {
        double makespan = 0;
        double firstResults = 0;
        double busy = 0;
        for (TrialLoad trial : work.trials()) {
            double epoch = epochSeconds(approach, trial);
            firstResults = makespan + epoch;
            makespan += work.epochs() * epoch;
            busy += work.epochs() * trainingSlotSeconds(approach, trial);
        }
        return new RivalRun(approach, makespan, firstResults, idleShare(busy, makespan));
    }

    /** Time in which slots compute: asynchronous ones take parts by their speed, the others equal ones. */
    private double trainingSlotSeconds(Approach approach, TrialLoad trial) {
        double part = trial.epochSeconds() / speeds.length;
        return approach == Approach.PARAMETER_SERVER
                ? trial.epochSeconds() / sumOfSpeeds() * speeds.length
                : Arrays.stream(speeds).map(speed -> part / speed).sum();
    }

    private double epochSeconds(Approach approach, TrialLoad trial) {
        int workers = work.workers().size();
        long steps = work.stepsTogether(trial);
        double lockstep = trial.epochSeconds() / speeds.length / slowest();
        double there = work.network().seconds(trial.modelBytes());
        return switch (approach) {
            case MODEL_AVERAGING -> lockstep + 2 * there;
            case PARAMETER_SERVER -> Math.max(trial.epochSeconds() / sumOfSpeeds(), steps * 2 * there);
            default -> {
                double ring = 2 * (workers - 1) * work.network().seconds(trial.modelBytes() / workers);
                yield Math.max(lockstep, steps * ring);
            }
        };
    }

    private double slowest() {
        return Arrays.stream(speeds).min().orElseThrow();
    }

    private double sumOfSpeeds() {
        return Arrays.stream(speeds).sum();
    }

    private double idleShare(double busy, double makespan) {
        return 1 - busy / (makespan * speeds.length);
    }
}
