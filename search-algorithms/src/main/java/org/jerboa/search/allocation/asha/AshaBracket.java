package org.jerboa.search.allocation.asha;

import java.util.List;
import org.jerboa.search.allocation.Ladder;

/** One bracket: its rungs and its part of the trials. */
final class AshaBracket {

    private final List<RankedRung> rungs;
    private final int fullTraining;
    private final long weight;

    /** The bracket that begins at a rung of the ladder. */
    AshaBracket(int first, Ladder ladder, int eta) {
        this.rungs = ladder.milestones().subList(first, ladder.top()).stream()
                .map(RankedRung::new)
                .toList();
        this.fullTraining = ladder.milestone(ladder.top());
        // As many as Hyperband's bracket of that number has trials: ceil((s_max + 1) eta^s / (s + 1)).
        int number = ladder.top() - first;
        long most = ladder.size();
        for (int i = 0; i < number; i++) {
            most *= eta;
        }
        this.weight = (most + number) / (number + 1);
    }

    /** Those below a full training, lowest first. */
    List<RankedRung> rungs() {
        return rungs;
    }

    /** In epochs. */
    int fullTraining() {
        return fullTraining;
    }

    /** Its part of the trials, relative to that of others. */
    long weight() {
        return weight;
    }
}
