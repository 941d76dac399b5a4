package org.jerboa.search.allocation.asha;

import org.jerboa.search.allocation.Turn;

/** Trials go on through a rung at once, or are stopped there. */
final class StoppingAllocator extends AshaAllocator {

    private final int eta;

    StoppingAllocator(Brackets brackets, Forecast forecast, int eta) {
        super(brackets, forecast);
        this.eta = eta;
    }

    @Override
    void judge(Climber climber, Turn turn) {
        boolean among = true;
        while (climber.isAtNextRung()) {
            RankedRung rung = climber.enterNextRung();
            among &= rung.size() < eta || rung.isAmongFirst(rung.size() / eta, climber.trial());
        }
        if (among) {
            climber.goUp();
            train(climber, turn);
        } else {
            stop(climber, turn);
        }
    }

    @Override
    boolean promote(Turn turn) {
        return false;
    }
}
