package org.jerboa.transfer.plan;

/**
 * Computers alike, each of which is to run one worker process.
 *
 * @param nodes how many
 * @param cores of each
 * @param memoryBytes of each, all that it has
 */
public record Cluster(int nodes, int cores, long memoryBytes) {

    /** So that sizes can be multiplied. */
    private static final int MOST_NODES = 1 << 20;

    public Cluster {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("nodes (" + nodes + ") must be from 1 to " + MOST_NODES);
        }
        if (cores < 1) {
            throw new IllegalArgumentException("cores (" + cores + ") of a node must be at least 1");
        }
        if (memoryBytes < 1 || memoryBytes > Demand.MOST_BYTES) {
            throw new IllegalArgumentException(
                    "memory (" + memoryBytes + " bytes) of a node must be from 1 to " + Demand.MOST_BYTES);
        }
    }
}
