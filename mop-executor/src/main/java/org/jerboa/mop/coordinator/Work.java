package org.jerboa.mop.coordinator;

import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.UnitQuery;

/**
 * The next unit that a trial needs.
 *
 * @param shard -1 if the scheduler may choose one
 * @param version version of the model it starts from
 */
record Work(UnitQuery.Kind kind, int epoch, int position, Split split, int shard, int version) {

    static Work training(int epoch, int position, int shard, int version) {
        return new Work(UnitQuery.Kind.TRAIN, epoch, position, Split.TRAINING, shard, version);
    }

    static Work evaluation(int epoch, Split split, int shard, int version) {
        return new Work(UnitQuery.Kind.EVALUATE, epoch, 0, split, shard, version);
    }

    boolean trains() {
        return kind == UnitQuery.Kind.TRAIN;
    }

    /** @throws IllegalStateException if the shard is decided on, and is another */
    Work at(int chosen) {
        if (shard >= 0 && shard != chosen) {
            throw new IllegalStateException(
                    "the scheduler chose shard " + chosen + " where shard " + shard + " is next: " + this);
        }
        return new Work(kind, epoch, position, split, chosen, version);
    }
}
