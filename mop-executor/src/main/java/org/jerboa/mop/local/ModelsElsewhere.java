package org.jerboa.mop.local;

import java.util.Optional;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;

/**
 * Live models beside those of a pool's own: of other pools in this JVM that have the same handler. Thread-safe.
 *
 * @param <M> the tool's model
 */
@FunctionalInterface
public interface ModelsElsewhere<M> {

    /** Takes a model out, which is the caller's then; empty if that version of the trial is not to be had. */
    Optional<M> take(CheckpointId id, Configuration configuration);

    /** There are none. */
    static <M> ModelsElsewhere<M> none() {
        return (id, configuration) -> Optional.empty();
    }
}
