package org.jerboa.mop.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * What goes wrong in a simulation, at random.
 *
 * @param failing share of units that throw
 * @param hanging share of units that do not end by themselves; needs a timeout
 * @param repeated share of reports that come twice
 * @param uncommitted share of checkpoints that cannot be stored
 * @param crashSeconds mean time between two losses of a worker, each of which is made up for by a new one; infinite for
 *     none. If a worker can hardly train for an epoch or load a shard in that time, the study hardly ends: its length grows
 *     exponentially with the ratio
 * @param unitTimeout when a unit is given up
 */
public record Faults(
        double failing,
        double hanging,
        double repeated,
        double uncommitted,
        double crashSeconds,
        Optional<Duration> unitTimeout) {

    public Faults {
        share("failing", failing);
        share("hanging", hanging);
        share("repeated", repeated);
        share("uncommitted", uncommitted);
        if (!(crashSeconds > 0)) {
            throw new IllegalArgumentException("crashSeconds (" + crashSeconds + ") must be above 0");
        }
        if (hanging > 0 && unitTimeout.isEmpty()) {
            throw new IllegalArgumentException(
                    "units that hang (" + hanging + ") would hang for ever; give a unitTimeout");
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("share of " + name + " (" + value + ") must be from 0 to below 1");
        }
    }

    /** Everything goes well. */
    public static Faults none() {
        return new Faults(0, 0, 0, 0, Double.POSITIVE_INFINITY, Optional.empty());
    }

    /** Units that throw, and nothing else. */
    public static Faults failing(double share) {
        return new Faults(share, 0, 0, 0, Double.POSITIVE_INFINITY, Optional.empty());
    }
}
