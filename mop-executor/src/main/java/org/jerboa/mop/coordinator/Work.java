package org.jerboa.mop.coordinator;

import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.UnitQuery;

/**
 * The next unit that a trial needs.
 *
 * @param version version of the model it starts from
 */
record Work(UnitQuery.Kind kind, int epoch, int position, Split split, int shard, int version) {

    boolean trains() {
        return kind == UnitQuery.Kind.TRAIN;
    }
}
