package org.jerboa.tune.spi;

import java.io.Serializable;

/**
 * What a unit cost.
 *
 * @param toolNanos nanoseconds inside the handler's train or evaluate
 * @param overheadNanos nanoseconds of the worker beside that: getting the model, opening the shard, committing
 * @param hopped whether the model came from another worker
 * @param bytesMoved bytes of checkpoints read and written, between workers or to disk; 0 for a live hand-over
 * @param modelBytes memory of the live model
 */
public record UnitCost(long toolNanos, long overheadNanos, boolean hopped, long bytesMoved, long modelBytes)
        implements Serializable {}
