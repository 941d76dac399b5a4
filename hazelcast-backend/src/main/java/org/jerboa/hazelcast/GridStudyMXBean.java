package org.jerboa.hazelcast;

/**
 * How a study on a grid gets on, for JMX: {@code org.jerboa:type=GridStudy,study=NAME} in the driver's JVM, from the study's start to
 * its end. The name is that in log lines, with what tells it from others behind it. Counts are of this session of the study.
 */
public interface GridStudyMXBean {

    /** Members that work for the study, or are about to. */
    int getMembers();

    /** Workers that take units, over all members. */
    int getWorkers();

    /** Units that workers have now. */
    int getUnitsRunning();

    /** Units that trained a model. */
    long getUnitsTrained();

    /** Units that evaluated one. */
    long getUnitsEvaluated();

    /** Units that failed or were cancelled; without those that were lost with their workers. */
    long getUnitsFailed();

    /** Units whose model came from another member. */
    long getHops();

    /** Bytes that units read and wrote of models, as {@code UnitCost} has them. */
    long getBytesMoved();

    /** Live models on members, between their units or in one. */
    int getModels();

    /** Checkpoints that came to the driver. */
    long getCheckpoints();

    /** Bytes of these. */
    long getCheckpointBytes();

    /** Bytes of shards, or of their sources, that were sent to members; those in the driver's JVM hold the driver's. */
    long getShardBytesSent();

    /** Shards that members read from a file by themselves; each member counts. */
    long getShardsReadFromFiles();

    /** Bytes of transforms that were sent to members which derive shards by them. */
    long getTransformBytesSent();

    /** Messages and shards to members that have yet to go. */
    int getWaiting();
}
