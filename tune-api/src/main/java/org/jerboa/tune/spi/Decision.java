package org.jerboa.tune.spi;

import java.io.Serializable;
import org.jerboa.tune.space.Configuration;

/** What a {@link Searcher} wants done. */
public sealed interface Decision extends Serializable {

    /** Start a new trial and train it for its first epoch. */
    record Start(Configuration configuration) implements Decision {}

    /**
     * Start a new trial from the weights and optimiser state that {@code parent} has at its last finished epoch, and
     * train it for one epoch. Of a parent that has ended only the best epoch is kept, and the clone starts from that:
     * clone first and stop then to have the last one. A parent without a finished epoch cannot be cloned.
     */
    record Clone(int parent, Configuration configuration) implements Decision {}

    /** Train a trial for one more epoch, or go on with the epoch in which it was paused. */
    record Train(int trial) implements Decision {}

    /**
     * Start no more units of a trial until {@link Train} says so. Only needed inside an epoch: at an epoch's end a
     * trial waits by itself.
     */
    record Pause(int trial) implements Decision {}

    /** The trial has had all the epochs it was to have. */
    record Complete(int trial) implements Decision {}

    /** The trial is not worth another epoch. It keeps its result and is not trained again. */
    record Stop(int trial) implements Decision {}
}
