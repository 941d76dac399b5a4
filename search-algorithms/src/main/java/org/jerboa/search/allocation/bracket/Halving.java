package org.jerboa.search.allocation.bracket;

import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.tune.spi.SearchProblem;

/**
 * Runs the brackets of a plan, once or again and again. A bracket is synchronous: when all trials of a rung have come to its
 * depth, the best go on, and the others are stopped. So that no worker waits for the last of a rung, brackets overlap: new
 * trials are started whenever the workers can use more than the trials that have gone up, first those that the present
 * bracket still needs, then those of the next. (MADlib runs Hyperband along the diagonals of its table for the same reason: the
 * rungs of equal depth of all brackets together. Here whatever is ready runs.)
 *
 * <p>Trials are compared by the first objective's value at the rung's own depth, as the paper has it, and ties go to the
 * lower trial number. A trial that failed, diverged or was ended from outside counts as the worst of its rung, which closes
 * without it. A straggler is waited for, though by its own bracket alone; a time limit for units makes it a failed trial.
 *
 * <p>When the trials run out (the search's number, the study's limit, or all of a small space), open brackets go on with those
 * they have: as many go up as the plan says, or all if there are fewer. The last brackets of a plan do not begin then.
 *
 * <p>A trial that the study's user adds does not take anybody's place. It is compared at every rung of the bracket of most
 * trials that began last, and goes up if it beats the last of those that did.
 *
 * <p>L. Li, K. Jamieson, G. DeSalvo, A. Rostamizadeh, A. Talwalkar: Hyperband: A Novel Bandit-Based Approach to Hyperparameter
 * Optimization. JMLR 18, 2018, algorithm 1. Unlike there, a trial goes on from its checkpoint rather than from the start.
 *
 * <p>Immutable.
 *
 * @param rounds how often the plan is run; {@link Long#MAX_VALUE} for as long as the study's limits allow
 */
public record Halving(String name, BracketPlan plan, long rounds) implements Allocation {

    /** @param name how it is called in {@link #describe}, with its settings */
    public Halving {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds (" + rounds + ") must be at least 1; raise it");
        }
    }

    @Override
    public Allocator start(SearchProblem problem, long trials) {
        return new HalvingAllocator(new Schedule(plan, rounds));
    }

    @Override
    public String describe() {
        return name + ": " + plan.oneLine()
                + (rounds == 1 ? "" : ", rounds=" + (rounds == Long.MAX_VALUE ? "all" : rounds));
    }

    @Override
    public String toString() {
        return describe();
    }
}
