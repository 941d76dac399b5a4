package org.jerboa.mop.simulator;

import java.util.Arrays;
import java.util.List;
import org.jerboa.tune.study.Trial;

/**
 * What came of a simulated study.
 *
 * @param makespanSeconds until the last unit ended
 * @param lowerBoundSeconds that no schedule of the epochs that were finished can beat: the longest trial on the fastest
 *     worker, all of them on all workers, and what a worker alone can do as it alone holds the shards
 * @param firstResultOnAllSeconds when the last trial has finished its first epoch
 * @param idleShare share of the slots' time without training or evaluation that counted
 * @param units training units that counted
 * @param hops how often a model went to another worker
 * @param bytesMoved of models between workers
 * @param decisionNanos real time that the coordinator took for each thing it was told, in ascending order; empty unless
 *     asked for
 * @param trials as they ended
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers
public record SimulationResult(
        double makespanSeconds,
        double lowerBoundSeconds,
        double firstResultOnAllSeconds,
        double idleShare,
        long units,
        long hops,
        double bytesMoved,
        long[] decisionNanos,
        List<Trial> trials) {

    public SimulationResult {
        decisionNanos = decisionNanos.clone();
        Arrays.sort(decisionNanos);
        trials = List.copyOf(trials);
    }

    /** Makespan over lower bound; 1 proves that the schedule is optimal. */
    public double ratio() {
        return makespanSeconds / lowerBoundSeconds;
    }

    /** @param share 0.5 for the median; NaN if decisions were not timed */
    public double decisionNanos(double share) {
        return decisionNanos.length == 0
                ? Double.NaN
                : decisionNanos[(int) Math.min(decisionNanos.length - 1, share * decisionNanos.length)];
    }
}
