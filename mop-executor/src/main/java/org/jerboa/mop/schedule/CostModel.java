package org.jerboa.mop.schedule;

import java.util.Arrays;

/**
 * How long a training unit of a trial takes on a worker: the trial's time on an ordinary worker, times how slow the
 * worker is. Both are learned from measured units, as logarithms, so that a unit twice as long as expected counts as
 * much as one half as long. Before a trial's first unit its time follows from what was told of its model, in
 * proportion to the trials that have been measured. Not thread-safe.
 */
public final class CostModel {

    private static final double TRIAL_RATE = 0.3;
    private static final double WORKER_RATE = 0.1;
    private static final double GUESS = 1e9;

    /** Natural logarithms of nanoseconds; NaN where nothing was measured. */
    private double[] trials = new double[0];

    private double[] hints = new double[0];
    private double[] workers = new double[0];

    /** Mean difference between a measured trial's time and its hint. */
    private double scale = Double.NaN;

    private int scaled;

    /** Sum of {@link #trials}, and how many there are in it. */
    private double sum;

    private int known;

    /** Mean difference between an evaluation's time and that of a training unit; NaN before there was one. */
    private double evaluation = Double.NaN;

    /**
     * What is known of a trial before it is measured.
     *
     * @param work relative to other trials: operations of an epoch, for instance
     */
    public void hint(int trial, double work) {
        hints = grown(hints, trial);
        hints[trial] = Math.log(work);
    }

    /** A training unit took so long. */
    public void measured(int trial, int worker, double nanos) {
        trials = grown(trials, trial);
        hints = grown(hints, trial);
        workers = grown(workers, worker);
        double slowness = Double.isNaN(workers[worker]) ? 0 : workers[worker];
        double seen = Math.log(Math.max(1, nanos));
        if (Double.isNaN(trials[trial])) {
            trials[trial] = seen - slowness;
            sum += trials[trial];
            known++;
            learnScale(trial);
            return;
        }
        double surprise = seen - slowness - trials[trial];
        trials[trial] += TRIAL_RATE * surprise;
        sum += TRIAL_RATE * surprise;
        workers[worker] = slowness + WORKER_RATE * surprise;
    }

    private void learnScale(int trial) {
        if (!Double.isNaN(hints[trial])) {
            double difference = trials[trial] - hints[trial];
            scaled++;
            scale = scaled == 1 ? difference : scale + (difference - scale) / scaled;
        }
    }

    /** Expected nanoseconds of a unit on an ordinary worker; NaN if nothing tells. */
    public double nanos(int trial) {
        double measured = trial < trials.length ? trials[trial] : Double.NaN;
        if (!Double.isNaN(measured)) {
            return Math.exp(measured);
        }
        // before anything is measured the hints alone still say which trial is the longer one
        return trial < hints.length ? Math.exp(hints[trial] + (scaled == 0 ? 0 : scale)) : Double.NaN;
    }

    /** As {@link #nanos(int)}; of a trial that nothing tells of, what others take on average, or a second. */
    public double guess(int trial) {
        double nanos = nanos(trial);
        if (!Double.isNaN(nanos)) {
            return nanos;
        }
        return known == 0 ? GUESS : Math.exp(sum / known);
    }

    /** An evaluation of a trial over one shard took so long. */
    public void evaluated(int trial, int worker, double nanos) {
        double seen = Math.log(Math.max(1, nanos) / (guess(trial) * slowness(worker)));
        evaluation = Double.isNaN(evaluation) ? seen : evaluation + TRIAL_RATE * (seen - evaluation);
    }

    /** Expected nanoseconds of an evaluation over one shard on an ordinary worker; 0 before there was one. */
    public double evaluation(int trial) {
        return Double.isNaN(evaluation) ? 0 : guess(trial) * Math.exp(evaluation);
    }

    /** Expected nanoseconds of a unit on a worker; NaN if nothing tells. */
    public double nanos(int trial, int worker) {
        return nanos(trial) * slowness(worker);
    }

    /** How much longer than on an ordinary worker units take on this one; 1 before anything tells. */
    public double slowness(int worker) {
        return worker < workers.length && !Double.isNaN(workers[worker]) ? Math.exp(workers[worker]) : 1;
    }

    private static double[] grown(double[] values, int index) {
        if (index < values.length) {
            return values;
        }
        double[] more = Arrays.copyOf(values, Math.max(index + 1, 2 * values.length));
        Arrays.fill(more, values.length, more.length, Double.NaN);
        return more;
    }
}
