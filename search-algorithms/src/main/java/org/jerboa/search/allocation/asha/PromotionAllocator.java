package org.jerboa.search.allocation.asha;

import java.util.List;
import org.jerboa.search.allocation.Turn;
import org.jerboa.search.history.TrialRecord;
import org.jspecify.annotations.Nullable;

/** Trials wait at rungs, and go up when they are among the best there. */
final class PromotionAllocator extends AshaAllocator {

    private final int eta;

    PromotionAllocator(Brackets brackets, Forecast forecast, int eta) {
        super(brackets, forecast);
        this.eta = eta;
    }

    @Override
    void judge(Climber climber, Turn turn) {
        while (climber.isAtNextRung()) {
            climber.enterNextRung();
        }
        if (!climber.isWaiting()) {
            train(climber, turn);
        }
    }

    @Override
    boolean promote(Turn turn) {
        @Nullable Climber climber = guest();
        if (climber == null) {
            @Nullable TrialRecord trial = highest();
            trial = trial == null && !turn.mayStart() ? last() : trial;
            if (trial == null) {
                return false;
            }
            climber = climber(trial);
        }
        climber.goUp();
        train(climber, turn);
        return true;
    }

    /** One that is better than some of the trials of its rung that may go up. */
    private @Nullable Climber guest() {
        for (Climber climber : guests()) {
            RankedRung rung = climber.isWaiting() ? climber.rung() : null;
            if (rung != null && rung.isAmongFirst(Math.max(1, rung.size() / eta), climber.trial())) {
                return climber;
            }
        }
        return null;
    }

    /** The trial that may go up from the highest rung, by its depth. */
    private @Nullable TrialRecord highest() {
        TrialRecord found = null;
        int height = 0;
        for (AshaBracket bracket : brackets().all()) {
            for (RankedRung rung : bracket.rungs()) {
                @Nullable TrialRecord next = rung.milestone() > height ? rung.nextUp(rung.size() / eta) : null;
                if (next != null) {
                    found = next;
                    height = rung.milestone();
                }
            }
        }
        return found;
    }

    /**
     * The best of a rung to which nobody comes any more and from which nobody has gone up. Only asked when no trial may go up
     * otherwise and none can be started.
     */
    private @Nullable TrialRecord last() {
        for (AshaBracket bracket : brackets().all()) {
            List<RankedRung> rungs = bracket.rungs();
            for (int i = 0; i < rungs.size() && !isExpected(bracket, i); i++) {
                @Nullable TrialRecord next = rungs.get(i).nextUp(1);
                if (next != null) {
                    return next;
                }
            }
        }
        return null;
    }

    private boolean isExpected(AshaBracket bracket, int rung) {
        return climbers().stream().anyMatch(climber -> climber.bracket() == bracket && climber.isExpectedAt(rung));
    }
}
