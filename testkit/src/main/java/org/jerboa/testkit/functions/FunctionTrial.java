package org.jerboa.testkit.functions;

import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;

/** A trial of a {@link FunctionStudy}: where on its curve it stands, and what was seen of it. */
final class FunctionTrial {

    private final TestFunction function;
    private final long seed;
    final int number;
    final Configuration configuration;

    /** Epochs along its curve: those that it trained, and those that a clone was spared. */
    int position;

    /** Epochs that it trained. */
    int epochs;

    /** Whether it has an epoch to train. */
    boolean training = true;

    boolean ended;
    boolean diverged;

    /** The position at which the least loss was seen, as of an ended trial only that is kept. */
    private int bestPosition;

    private double bestSeen = Double.POSITIVE_INFINITY;

    FunctionTrial(TestFunction function, long seed, int number, Configuration configuration, int position) {
        this.function = function;
        this.seed = seed;
        this.number = number;
        this.configuration = configuration;
        this.position = position;
    }

    /** @return the loss that is seen */
    double finishEpoch() {
        training = false;
        epochs++;
        position++;
        double seen = function.observed(position, configuration, seed, number);
        diverged = Double.isNaN(seen);
        if (seen < bestSeen) {
            bestSeen = seen;
            bestPosition = position;
        }
        return seen;
    }

    /** Where on its own curve a clone begins: behind the last epoch of which the loss is above this trial's. */
    int inheritedBy(Configuration clone) {
        int kept = ended ? bestPosition : position;
        double loss = function.loss(kept, configuration);
        int start = 0;
        while (start < kept && function.loss(start + 1, clone) >= loss) {
            start++;
        }
        return start;
    }

    /** Units of time that an epoch takes where trials differ: from 1 to 4, log-uniformly. */
    double duration() {
        long bits = RandomStreams.seed(seed, "duration", number);
        return Math.pow(4, (bits >>> 11) * 0x1.0p-53);
    }

    @Override
    public String toString() {
        return "trial " + number;
    }
}
