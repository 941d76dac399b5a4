package org.jerboa.tune.spi;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work for a worker: one model, one shard, one sub-epoch of training or one evaluation.
 *
 * @param ticket identifies this attempt; a report with another ticket than the one awaited is late and ignored
 * @param kind whether the model is trained or evaluated
 * @param origin checkpoint that version 0 of the trial starts from, if the trial is a clone
 * @param trialSeed seed the model is created with
 * @param unitSeed seed of the tool's random state in this unit
 * @param epoch epoch the unit belongs to, from 0
 * @param position how many shards the trial visited in this epoch before, from 0
 * @param shards training shards an epoch has
 * @param split which split {@code shard} is of
 * @param shard index of the shard in its split
 * @param version version of the model that the unit starts from; training makes {@code version + 1} of it
 * @param commit whether the resulting version is to be put into the checkpoint store
 * @param metrics names of metrics asked for in addition
 */
public record UnitQuery(
        long ticket,
        Kind kind,
        int trial,
        Configuration configuration,
        @Nullable CheckpointId origin,
        long trialSeed,
        long unitSeed,
        int epoch,
        int position,
        int shards,
        Split split,
        int shard,
        int version,
        boolean commit,
        Set<String> metrics)
        implements Serializable {

    /** What is done with the model. */
    public enum Kind {
        TRAIN,
        EVALUATE
    }

    public UnitQuery {
        metrics = Set.copyOf(metrics);
    }

    public Optional<CheckpointId> clonedFrom() {
        return Optional.ofNullable(origin);
    }

    /** Version of the model after the unit. */
    public int resultVersion() {
        return kind == Kind.TRAIN ? version + 1 : version;
    }

    public CheckpointId result() {
        return new CheckpointId(trial, resultVersion());
    }
}
