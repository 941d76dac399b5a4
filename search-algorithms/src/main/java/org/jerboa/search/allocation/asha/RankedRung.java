package org.jerboa.search.allocation.asha;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jerboa.search.allocation.ByLoss;
import org.jerboa.search.history.TrialRecord;
import org.jspecify.annotations.Nullable;

/** The trials that came to one depth, ranked by their loss there. */
final class RankedRung {

    private final int milestone;
    private final TreeSet<TrialRecord> ranked;
    private final Set<Integer> promoted = new HashSet<>();

    /** Trials that came, or were on their way, and are no more; they rank last. */
    private int gone;

    RankedRung(int milestone) {
        this.milestone = milestone;
        this.ranked = new TreeSet<>(new ByLoss(milestone));
    }

    int milestone() {
        return milestone;
    }

    void enter(TrialRecord trial) {
        ranked.add(trial);
    }

    /** A trial ends that has been here or was on its way. */
    void lose(TrialRecord trial) {
        if (trial.depth() >= milestone) {
            ranked.remove(trial);
        }
        promoted.remove(trial.number());
        gone++;
    }

    /** How many have come, the gone included. */
    int size() {
        return ranked.size() + gone;
    }

    void promote(TrialRecord trial) {
        promoted.add(trial.number());
    }

    boolean isPromoted(TrialRecord trial) {
        return promoted.contains(trial.number());
    }

    /** The best that has not gone up, if it is among the first {@code places}; null otherwise. */
    @Nullable
    TrialRecord nextUp(int places) {
        int rank = 0;
        for (TrialRecord trial : ranked) {
            if (rank++ == places) {
                return null;
            }
            if (!isPromoted(trial)) {
                return trial;
            }
        }
        return null;
    }

    /** Whether fewer than {@code places} rank before a trial, which need not be here. */
    boolean isAmongFirst(int places, TrialRecord trial) {
        return ranked.headSet(trial).size() < places;
    }
}
