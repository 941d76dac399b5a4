package org.jerboa.hazelcast;

/**
 * What a worker does, for JMX: {@code org.jerboa:type=GridWorker,member=UUID} in its JVM, as long as it is in the grid. Counts begin
 * with 0 when it joins, and are of all studies.
 */
public interface GridWorkerMXBean {

    /** Studies that it has part in now. */
    int getStudies();

    /** Units that it can run at a time. */
    int getSlots();

    /** Units that trained a model. */
    long getUnitsTrained();

    /** Units that evaluated one. */
    long getUnitsEvaluated();

    /** Units that failed or were cancelled. */
    long getUnitsFailed();

    /** Models that came from other members. */
    long getHops();

    /** Bytes of these; none of those that came from a member in the same JVM, as they are. */
    long getHopBytes();

    /** Bytes of models that went to other members, with what goes around them on the way. */
    long getBytesGiven();

    /** Checkpoints that it stored in the grid. */
    long getCheckpoints();

    /** Bytes of these, without copies. */
    long getCheckpointBytes();

    /** Bytes of the shards that it holds now, on the heap and in files. */
    long getShardBytes();

    /** Those and {@link #getMaterialBytes} on the heap, but for those that are the driver's, in the same JVM. */
    long getShardHeapBytes();

    /** Bytes that it keeps to derive shards: their sources, and outputs that it has computed. */
    long getMaterialBytes();

    /** Outputs that it has computed for derived shards, each shard's counted. */
    long getOutputsComputed();

    /**
     * The most heap that was ever in use, garbage included; of the JVM, not only of the worker. The sum over the heap's pools of
     * what each had at its own time, so at most a little more than what was used at once.
     */
    long getPeakHeapBytes();
}
