package org.jerboa.transfer.plan;

/**
 * The constants of {@link WorkerSizing}. Those of {@link #vista()} are from Supun Nakandala and Arun Kumar, <i>Vista: Optimized
 * System for Declarative Feature Transfer from Deep CNNs at Scale</i>, SIGMOD 2020; they were set for Spark, with sizes in GB of 10^9 bytes.
 *
 * @param systemBytes of each node's memory, left to the operating system
 * @param coreBytes what the program takes by itself; in Vista the core memory of Spark
 * @param copies how often the outputs that are computed are there while they are on their way into storage (alpha)
 * @param shardBytes the most outputs of one pass for one shard (p_max)
 * @param mostCores of each node that are of use; one of those that are used is left to the operating system
 */
public record SizingRules(long systemBytes, long coreBytes, double copies, long shardBytes, int mostCores) {

    private static final SizingRules VISTA = new SizingRules(3_000_000_000L, 2_400_000_000L, 2, 100_000_000L, 8);

    private static final int MOST_CORES = 1 << 10;

    public SizingRules {
        if (systemBytes < 0 || systemBytes > Demand.MOST_BYTES || coreBytes < 0 || coreBytes > Demand.MOST_BYTES) {
            throw new IllegalArgumentException("memory of the system (" + systemBytes + " bytes) and core (" + coreBytes
                    + " bytes) must be from 0 to " + Demand.MOST_BYTES);
        }
        if (!(copies >= 0 && copies <= MOST_CORES)) {
            throw new IllegalArgumentException("copies (" + copies + ") must be from 0 to " + MOST_CORES);
        }
        if (shardBytes < 1 || shardBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("shardBytes (" + shardBytes + ") must be from 1 to " + Integer.MAX_VALUE
                    + ": the output of a layer for one shard is smaller than 2 GiB");
        }
        if (mostCores < 2 || mostCores > MOST_CORES) {
            throw new IllegalArgumentException("mostCores (" + mostCores + ") must be from 2 to " + MOST_CORES
                    + ", as one is left to the operating system");
        }
    }

    /** 3 GB for the operating system, 2.4 GB for the program, 2 copies, shards of 0.1 GB and 8 cores. */
    public static SizingRules vista() {
        return VISTA;
    }

    /** These, with another amount left to the operating system. */
    public SizingRules system(long bytes) {
        return new SizingRules(bytes, coreBytes, copies, shardBytes, mostCores);
    }

    /** These, with another amount for the program by itself. */
    public SizingRules core(long bytes) {
        return new SizingRules(systemBytes, bytes, copies, shardBytes, mostCores);
    }

    /** These, with another number of copies of what is under way. */
    public SizingRules copies(double number) {
        return new SizingRules(systemBytes, coreBytes, number, shardBytes, mostCores);
    }

    /** These, with larger or smaller shards. */
    public SizingRules shard(long bytes) {
        return new SizingRules(systemBytes, coreBytes, copies, bytes, mostCores);
    }

    /** These, with another number of cores that are of use. */
    public SizingRules cores(int most) {
        return new SizingRules(systemBytes, coreBytes, copies, shardBytes, most);
    }
}
