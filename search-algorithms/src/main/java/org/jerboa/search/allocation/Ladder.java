package org.jerboa.search.allocation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The depths, in epochs, at which trials are compared: each is {@code eta} times the one before, and the last is a full
 * training. Below the last they are {@code floor(maxEpochs / eta^k)}, for all k for which that is at least {@code
 * minEpochs}; so 81 by threes from 1 gives 1, 3, 9, 27, 81, and 100 by threes gives 1, 3, 11, 33, 100. Whole numbers
 * throughout: a logarithm in floating point loses a rung of 243 by threes, and of 1000 by tens. Immutable.
 *
 * @param milestones strictly rising
 */
public record Ladder(List<Integer> milestones) {

    public Ladder {
        milestones = List.copyOf(milestones);
    }

    /**
     * @param minEpochs no trial is judged before; from 1 to {@code maxEpochs}
     * @param maxEpochs of a full training
     * @param eta one in so many goes up; at least 2
     * @throws IllegalArgumentException if any is out of its bounds
     */
    public static Ladder of(int minEpochs, int maxEpochs, int eta) {
        if (maxEpochs < 1) {
            throw new IllegalArgumentException("maxEpochs (" + maxEpochs + ") must be at least 1; raise it");
        }
        if (minEpochs < 1 || minEpochs > maxEpochs) {
            throw new IllegalArgumentException("minEpochs (" + minEpochs + ") must be from 1 to maxEpochs (" + maxEpochs
                    + "); no trial is judged before it");
        }
        if (eta < 2) {
            throw new IllegalArgumentException(
                    "eta (" + eta + ") must be at least 2, as one trial in eta goes on to the next rung; 3 is usual");
        }
        List<Integer> downwards = new ArrayList<>();
        // The floor of a floor: dividing step by step is dividing by the power.
        for (int epochs = maxEpochs; epochs >= minEpochs; epochs /= eta) {
            downwards.add(epochs);
        }
        Collections.reverse(downwards);
        return new Ladder(downwards);
    }

    /** How many rungs there are. */
    public int size() {
        return milestones.size();
    }

    /** Epochs that a trial at a rung has had, by the rung's number from 0. */
    public int milestone(int rung) {
        return milestones.get(rung);
    }

    /** The number of the last rung. */
    public int top() {
        return milestones.size() - 1;
    }
}
