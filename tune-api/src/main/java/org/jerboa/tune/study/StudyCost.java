package org.jerboa.tune.study;

/**
 * What a study cost, over all its sessions if it was resumed.
 *
 * @param wallSeconds time from start to end
 * @param trainingSeconds time inside the tool's training, summed over workers
 * @param evaluationSeconds time inside the tool's evaluation, summed over workers
 * @param units training units
 * @param hops times a model moved to another worker
 * @param bytesMoved bytes of checkpoints read and written
 * @param workers worker slots at the end
 */
public record StudyCost(
        double wallSeconds,
        double trainingSeconds,
        double evaluationSeconds,
        long units,
        long hops,
        long bytesMoved,
        int workers) {

    /** Part of the workers' time, from 0 to 1, in which they neither trained nor evaluated; 0 before any time has passed. */
    public double idleShare() {
        double slots = wallSeconds * workers;
        return slots > 0 ? Math.max(0, 1 - (trainingSeconds + evaluationSeconds) / slots) : 0;
    }
}
