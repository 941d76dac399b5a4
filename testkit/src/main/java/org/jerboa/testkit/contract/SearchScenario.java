package org.jerboa.testkit.contract;

import java.io.Serializable;
import org.jerboa.tune.metric.Direction;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.SearchSpace;

/**
 * The circumstances of a simulated study. Everything that happens in it follows from these and the searcher's answers.
 *
 * @param seed of the search
 * @param slots trials that can train at a time
 * @param timing seed of the order in which trials finish their units
 * @param direction whether the metric is to be low, or its negative to be high
 * @param mishap what happens to trials that are struck
 * @param struck which trials are struck
 * @param added whether a user adds trials: one early and one late, better than all others
 */
public record SearchScenario(
        SearchSpace space,
        long seed,
        int slots,
        long timing,
        Direction direction,
        Mishap mishap,
        Struck struck,
        boolean added)
        implements Serializable {

    /** Shards that an epoch of training has. */
    static final int SHARDS = 3;

    /** What can happen to a trial. */
    enum Mishap {
        /** It throws in the middle of an epoch. */
        FAILS,
        /** Its training loss becomes NaN in the middle of an epoch. */
        DIVERGES_IN_TRAINING,
        /** It finishes an epoch with an objective of NaN: the searcher is told of the epoch and of the failure at once. */
        DIVERGES_IN_VALIDATION,
        /** Its user ends it in the middle of an epoch. */
        IS_ENDED_IN_TRAINING,
        /** Its user ends it while it waits, between two epochs, for what the searcher decides. */
        IS_ENDED_AT_REST
    }

    /** Which trials it happens to. */
    enum Struck {
        NONE,
        FIRST,
        EVERY_THIRD,
        ALL
    }

    static SearchScenario calm(SearchSpace space, long seed) {
        return new SearchScenario(space, seed, 3, seed, Direction.MINIMIZE, Mishap.FAILS, Struck.NONE, false);
    }

    SearchScenario with(Mishap newMishap, Struck newStruck) {
        return new SearchScenario(space, seed, slots, timing, direction, newMishap, newStruck, added);
    }

    SearchScenario withDirection(Direction newDirection) {
        return new SearchScenario(space, seed, slots, timing, newDirection, mishap, struck, added);
    }

    SearchScenario withSlots(int newSlots) {
        return new SearchScenario(space, seed, newSlots, timing, direction, mishap, struck, added);
    }

    SearchScenario withAdded() {
        return new SearchScenario(space, seed, slots, timing, direction, mishap, struck, true);
    }

    /** Whether the mishap strikes this trial in this epoch: in its first or its second. */
    boolean strikes(int trial, int epoch) {
        boolean hit = switch (struck) {
            case NONE -> false;
            case FIRST -> trial == 0;
            case EVERY_THIRD -> trial % 3 == 1;
            case ALL -> true;
        };
        return hit && epoch == Math.floorMod(RandomStreams.mix(trial), 2);
    }
}
