package org.jerboa.testkit.contract;

import org.jerboa.tune.space.Configuration;

/** A trial of a {@link SearchSimulation}. */
public final class SimulatedTrial {

    /** Where it stands. */
    enum Status {
        TRAINING,
        /** Between epochs. */
        WAITING,
        /** Inside an epoch. */
        PAUSED,
        COMPLETED,
        STOPPED,
        FAILED,
        ENDED
    }

    final int number;
    final Configuration configuration;
    final boolean added;
    final double quality;
    Status status = Status.TRAINING;
    int epochs;
    int position;

    /** @param quality what its loss tends to */
    SimulatedTrial(int number, Configuration configuration, boolean added, double quality) {
        this.number = number;
        this.configuration = configuration;
        this.added = added;
        this.quality = quality;
    }

    boolean isLive() {
        return status == Status.TRAINING || status == Status.WAITING || status == Status.PAUSED;
    }

    /**
     * A learning curve that falls towards the trial's quality, at a rate of its own, so that ranks may change on the way.
     * Added trials are better than all others, and later ones better than earlier.
     */
    double loss() {
        if (added) {
            return 1.0 / (1 + epochs) - 2 - number;
        }
        return quality + (1 - quality) / (1 + 1.5 * epochs * (0.5 + quality));
    }

    @Override
    public String toString() {
        return "trial " + number + " (" + status + ", " + epochs + " epochs)";
    }
}
