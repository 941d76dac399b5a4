package org.jerboa.search.allocation.bracket;

import java.util.OptionalLong;

/** The brackets of a plan in their order, round after round. */
final class Schedule {

    private final BracketPlan plan;
    private long roundsLeft;
    private int next;
    private boolean closed;

    Schedule(BracketPlan plan, long rounds) {
        this.plan = plan;
        this.roundsLeft = rounds;
    }

    boolean hasNext() {
        return !closed && roundsLeft > 0;
    }

    /** Whether the next bracket is the first of its round, which has most trials. */
    boolean beginsRound() {
        return next == 0;
    }

    Bracket next() {
        Bracket bracket = plan.brackets().get(next);
        next = (next + 1) % plan.brackets().size();
        roundsLeft -= next == 0 && roundsLeft < Long.MAX_VALUE ? 1 : 0;
        return bracket;
    }

    /** There are no more trials to begin a bracket with. */
    void close() {
        closed = true;
    }

    /** Epochs of the brackets that have not begun; empty if there is no end of them. */
    OptionalLong epochs() {
        if (!hasNext()) {
            return OptionalLong.of(0);
        }
        if (roundsLeft == Long.MAX_VALUE) {
            return OptionalLong.empty();
        }
        long begun = plan.brackets().subList(0, next).stream()
                .mapToLong(Bracket::epochs)
                .sum();
        return OptionalLong.of(roundsLeft * plan.epochs() - begun);
    }
}
