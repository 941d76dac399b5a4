package org.jerboa.search.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jerboa.tune.space.Configuration;

/**
 * One trial as a search knows it. Values are <em>losses</em>: whatever the study's objectives, less is better, and a value
 * that is not a number is positive infinity, so that nothing below here need think of directions or NaN. Changed by the
 * search only; used by one thread.
 */
public final class TrialRecord {

    private final int number;
    private final Configuration configuration;
    private final double[] point;
    private final List<double[]> epochs = new ArrayList<>();
    private Status status = Status.RUNNING;
    private double bestLoss = Double.POSITIVE_INFINITY;

    /** Where a trial stands. */
    public enum Status {
        /** It trains, or waits for what is decided on it. */
        RUNNING,
        /** It had all the epochs it was to have. */
        COMPLETE,
        /** It was ended before, as not worth more, or from outside. */
        STOPPED,
        /** It failed or diverged; it ranks behind all others. */
        FAILED
    }

    /**
     * @param number of the trial in its study; negative for one of an earlier study
     * @param point its configuration in the unit cube, as {@code SearchSpace.encode} has it; kept, not copied
     */
    TrialRecord(int number, Configuration configuration, double[] point) {
        this.number = number;
        this.configuration = configuration;
        this.point = point;
    }

    void epochFinished(double[] losses) {
        epochs.add(losses);
        bestLoss = Math.min(bestLoss, losses[0]);
    }

    void become(Status newStatus) {
        status = newStatus;
    }

    public int number() {
        return number;
    }

    public Configuration configuration() {
        return configuration;
    }

    /** Coordinates in the unit cube, one for each axis of the space; NaN where a parameter does not exist. Not to be changed. */
    public double[] point() {
        return point;
    }

    public Status status() {
        return status;
    }

    /** Epochs that it has finished. */
    public int depth() {
        return epochs.size();
    }

    /** Loss of the first objective after so many epochs, from 1 to {@link #depth}. */
    public double lossAt(int depth) {
        return epochs.get(depth - 1)[0];
    }

    /** Loss of the first objective at its last finished epoch; positive infinity if it finished none. */
    public double lastLoss() {
        return epochs.isEmpty() ? Double.POSITIVE_INFINITY : lossAt(depth());
    }

    /** Least loss of the first objective over its epochs, by which studies rank trials; positive infinity if there is none. */
    public double bestLoss() {
        return bestLoss;
    }

    /** Losses of all objectives at the epoch with the {@link #bestLoss}, the earliest if several tie; all infinite if there is none. */
    public double[] bestLosses(int objectives) {
        for (double[] losses : epochs) {
            if (losses[0] == bestLoss && bestLoss < Double.POSITIVE_INFINITY) {
                return losses.clone();
            }
        }
        double[] none = new double[objectives];
        Arrays.fill(none, Double.POSITIVE_INFINITY);
        return none;
    }

    @Override
    public String toString() {
        return "trial " + number + " (" + status + ", " + depth() + " epochs, best loss " + bestLoss + ")";
    }
}
