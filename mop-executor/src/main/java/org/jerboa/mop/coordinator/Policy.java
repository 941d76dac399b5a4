package org.jerboa.mop.coordinator;

import java.time.Duration;
import java.util.Optional;
import org.jerboa.mop.checkpoint.CheckpointPolicy;
import org.jerboa.mop.schedule.ShardOrder;

/**
 * How a study is run.
 *
 * @param retries how often a failed unit is tried again before its trial fails
 * @param unitTimeout time after which a unit that has not ended is cancelled and counts as failed
 */
public record Policy(int retries, ShardOrder order, CheckpointPolicy checkpoints, Optional<Duration> unitTimeout) {

    /** Two retries, seeded order, checkpoints at epoch ends, no timeout. */
    public static Policy usual() {
        return new Policy(2, ShardOrder.SEEDED, CheckpointPolicy.EVERY_EPOCH, Optional.empty());
    }

    public Policy retries(int times) {
        return new Policy(times, order, checkpoints, unitTimeout);
    }

    public Policy order(ShardOrder value) {
        return new Policy(retries, value, checkpoints, unitTimeout);
    }

    public Policy checkpoints(CheckpointPolicy value) {
        return new Policy(retries, order, value, unitTimeout);
    }

    public Policy unitTimeout(Duration value) {
        return new Policy(retries, order, checkpoints, Optional.of(value));
    }
}
