package org.jerboa.search.allocation.asha;

import org.jerboa.search.history.TrialRecord;

/** A live trial and where in its bracket it is. */
final class Climber {

    private final TrialRecord trial;
    private final AshaBracket bracket;
    private final boolean guest;

    /** How many rungs it has come to. */
    private int reached;

    /** Whether it has not gone up from the last rung that it came to. */
    private boolean waiting;

    /** Whether it has an epoch to train. */
    private boolean training = true;

    /** @param guest whether the study's user added it: then it is held against those in a rung, and takes nobody's place there */
    Climber(TrialRecord trial, AshaBracket bracket, boolean guest) {
        this.trial = trial;
        this.bracket = bracket;
        this.guest = guest;
    }

    TrialRecord trial() {
        return trial;
    }

    AshaBracket bracket() {
        return bracket;
    }

    boolean isGuest() {
        return guest;
    }

    boolean isTraining() {
        return training;
    }

    void setTraining(boolean value) {
        training = value;
    }

    boolean isFullyTrained() {
        return trial.depth() >= bracket.fullTraining();
    }

    /** Whether its epochs have brought it to a rung that it has not entered yet. */
    boolean isAtNextRung() {
        return reached < bracket.rungs().size()
                && trial.depth() >= bracket.rungs().get(reached).milestone();
    }

    /** Enters the rung that it has come to; if it was waiting at the one below, it has gone up from there. */
    RankedRung enterNextRung() {
        goUp();
        RankedRung rung = bracket.rungs().get(reached);
        if (!guest) {
            rung.enter(trial);
        }
        reached++;
        waiting = true;
        return rung;
    }

    /** Whether it is at a rung, and it is to be seen whether it goes up. */
    boolean isWaiting() {
        return waiting;
    }

    /** The rung at which it waits. */
    RankedRung rung() {
        return bracket.rungs().get(reached - 1);
    }

    /** From the rung at which it waits, if it waits. */
    void goUp() {
        if (waiting && !guest) {
            rung().promote(trial);
        }
        waiting = false;
    }

    /** Whether it is on its way to that rung of its bracket or to one before. */
    boolean isExpectedAt(int rung) {
        return training && !guest && reached <= rung;
    }

    /** It ends before it is trained in full: it counts as the worst wherever it was, and where it was to come. */
    void fall() {
        if (!guest) {
            int last = Math.min(waiting ? reached - 1 : reached, bracket.rungs().size() - 1);
            bracket.rungs().subList(0, last + 1).forEach(rung -> rung.lose(trial));
        }
    }
}
