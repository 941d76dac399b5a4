package org.jerboa.arbiter;

import java.io.Serializable;

/**
 * Makes an Arbiter space: a static method of yours, as {@code Example::space}. Arbiter's spaces cannot be sent to other
 * processes, so workers make theirs by it. Each call must make the same space anew.
 *
 * @param <S> {@code MultiLayerSpace} or {@code ComputationGraphSpace}
 */
@FunctionalInterface
public interface SpaceSupplier<S> extends Serializable {

    /** A space that nobody else has. */
    S space();
}
