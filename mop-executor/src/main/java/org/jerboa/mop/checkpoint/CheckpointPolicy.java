package org.jerboa.mop.checkpoint;

/** Which versions of a model are committed. */
public enum CheckpointPolicy {
    /** Those at the end of an epoch: a crash costs at most the epoch under way. */
    EVERY_EPOCH,
    /** All of them: a crash costs at most the unit under way, and each unit costs a checkpoint. */
    EVERY_UNIT
}
