package org.jerboa.hazelcast.internal.worker;

/**
 * What a member gives to studies.
 *
 * @param slots units at a time
 * @param shardBytes heap for shards; those beyond it are in files
 * @param modelBytes heap for live models between their units
 */
public record WorkerLimits(int slots, long shardBytes, long modelBytes) {

    /** The usual part of this JVM's heap, which so many members share: a quarter for shards, a half for models. */
    public static WorkerLimits of(int slots, int members) {
        long heap = Runtime.getRuntime().maxMemory() / members;
        return new WorkerLimits(slots, heap / 4, heap / 2);
    }

    public WorkerLimits shardBytes(long bytes) {
        return new WorkerLimits(slots, bytes, modelBytes);
    }
}
