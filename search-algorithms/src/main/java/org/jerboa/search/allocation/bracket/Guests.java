package org.jerboa.search.allocation.bracket;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jerboa.search.allocation.Turn;
import org.jerboa.search.history.TrialRecord;
import org.jspecify.annotations.Nullable;

/** Trials that the study's user added: each is held against a bracket, and takes nobody's place in it. */
final class Guests {

    private final Map<Integer, Guest> guests = new HashMap<>();

    /** Those that finished an epoch and wait, for another or for a rung to close. */
    private final Map<Integer, Guest> waiting = new LinkedHashMap<>();

    private long trained;

    /** A guest and the rung of its bracket that it is on its way to. */
    private static final class Guest {
        private final TrialRecord trial;
        private final BracketRun against;
        private int rung;

        Guest(TrialRecord trial, BracketRun against) {
            this.trial = trial;
            this.against = against;
        }

        boolean isThere() {
            return trial.depth() >= against.milestone(rung);
        }
    }

    void added(TrialRecord trial, BracketRun against) {
        guests.put(trial.number(), new Guest(trial, against));
    }

    void epochFinished(TrialRecord trial) {
        @Nullable Guest guest = guests.get(trial.number());
        if (guest != null) {
            trained++;
            waiting.put(trial.number(), guest);
        }
    }

    void ended(TrialRecord trial) {
        guests.remove(trial.number());
        waiting.remove(trial.number());
    }

    /** How many have an epoch to train. */
    int climbing() {
        return guests.size() - waiting.size();
    }

    long trainedEpochs() {
        return trained;
    }

    void allocate(Turn turn) {
        waiting.values().removeIf(guest -> isDecided(guest, turn));
    }

    private boolean isDecided(Guest guest, Turn turn) {
        while (guest.isThere()) {
            BracketRun.@Nullable Bar bar = guest.against.bar(guest.rung);
            if (guest.rung == guest.against.lastRung()) {
                guests.remove(guest.trial.number());
                turn.complete(guest.trial);
                return true;
            }
            if (bar == null) {
                return false;
            }
            if (!bar.isClearedBy(guest.trial)) {
                guests.remove(guest.trial.number());
                turn.stop(guest.trial);
                return true;
            }
            guest.rung++;
        }
        turn.train(guest.trial);
        return true;
    }
}
