package org.jerboa.transfer.plan;

/**
 * The network while it computes outputs of layers.
 *
 * @param parameterBytes of all parameters, which the threads of a process share
 * @param batchSize examples that go through it at once, on each thread
 */
public record RunningNetwork(long parameterBytes, int batchSize) {

    /** Whose arrays are there: those of one at work, and as many that are done with and wait for the collector. */
    private static final long MINIBATCHES = 2;

    public RunningNetwork {
        if (parameterBytes < 0 || batchSize < 1) {
            throw new IllegalArgumentException("parameters of " + parameterBytes + " bytes and batchSize (" + batchSize
                    + ") must be at least 0 and 1");
        }
    }

    /**
     * What carrying out a plan takes. Downstream models are networks of the tool and live while outputs are computed: their memory counts
     * with that of running the network.
     *
     * @param downstreamBytes of one downstream model while it is trained
     * @throws IllegalArgumentException if that is negative, or a size is beyond 1 PiB
     */
    public Demand demand(Workload work, TransferPlan plan, long downstreamBytes) {
        if (downstreamBytes < 0) {
            throw new IllegalArgumentException(
                    "downstreamBytes (" + downstreamBytes + ") must not be negative; 0 is none");
        }
        return new Demand(
                parameterBytes,
                minibatchBytes(work, plan) + downstreamBytes,
                0,
                plan.largestPassBytes(work),
                plan.peakBytes(work));
    }

    /** What one thread takes for minibatches, in the pass that takes the most. */
    private long minibatchBytes(Workload work, TransferPlan plan) {
        long arrays =
                plan.passes().stream().mapToLong(work::bytesOfArrays).max().orElse(0);
        return MINIBATCHES * batchSize * arrays;
    }
}
