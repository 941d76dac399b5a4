package org.jerboa.tune.spi;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jerboa.tune.space.Configuration;

/**
 * What a handler knows of the unit query it runs.
 *
 * @param trial number of the trial, from 0
 * @param epoch epoch the unit belongs to, from 0
 * @param position how many shards the trial has visited in this epoch before this one, from 0
 * @param shards shards an epoch has
 * @param seed for the tool's random state in this unit, a hash of (trial seed, epoch, shard)
 * @param metrics names of the metrics the study asks for beside the handler's usual ones
 * @param cancelled whether the unit's result is no longer wanted; may change at any time
 */
public record UnitContext(
        int trial,
        Configuration configuration,
        int epoch,
        int position,
        int shards,
        long seed,
        Set<String> metrics,
        BooleanSupplier cancelled) {

    public UnitContext {
        metrics = Set.copyOf(metrics);
    }

    /** @throws CancellationException if the unit's result is no longer wanted */
    public void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("unit of trial " + trial + " in epoch " + epoch + " was cancelled");
        }
    }
}
