package org.jerboa.search.allocation.asha;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.allocation.Turn;
import org.jerboa.search.history.TrialRecord;
import org.jspecify.annotations.Nullable;

/** What the two variants have in common: who climbs where, and when to start another. */
abstract class AshaAllocator implements Allocator {

    private final Brackets brackets;
    private final Forecast forecast;
    private final Map<Integer, Climber> climbers = new HashMap<>();

    /** Those of the climbers that the study's user added. */
    private final Map<Integer, Climber> guests = new LinkedHashMap<>();

    /** Those that finished an epoch since the last turn, in that order. */
    private final Map<Integer, Climber> reported = new LinkedHashMap<>();

    private int training;

    AshaAllocator(Brackets brackets, Forecast forecast) {
        this.brackets = brackets;
        this.forecast = forecast;
    }

    /** Decides on a trial that has finished an epoch, and is not trained in full. */
    abstract void judge(Climber climber, Turn turn);

    /**
     * Has a trial that waits go up.
     *
     * @return whether there was one
     */
    abstract boolean promote(Turn turn);

    final Brackets brackets() {
        return brackets;
    }

    final Collection<Climber> climbers() {
        return climbers.values();
    }

    final Collection<Climber> guests() {
        return guests.values();
    }

    final Climber climber(TrialRecord trial) {
        Climber climber = climbers.get(trial.number());
        if (climber == null) {
            throw new IllegalStateException(trial + " is in no bracket");
        }
        return climber;
    }

    @Override
    public final void added(TrialRecord trial) {
        Climber guest = new Climber(trial, brackets.widest(), true);
        guests.put(trial.number(), guest);
        begin(guest);
    }

    private void begin(Climber climber) {
        climbers.put(climber.trial().number(), climber);
        training++;
        forecast.started();
    }

    @Override
    public final void epochFinished(TrialRecord trial) {
        @Nullable Climber climber = climbers.get(trial.number());
        if (climber != null) {
            forecast.trained();
            rest(climber);
            reported.put(trial.number(), climber);
        }
    }

    @Override
    public final void ended(TrialRecord trial) {
        reported.remove(trial.number());
        @Nullable Climber climber = climbers.get(trial.number());
        if (climber != null) {
            rest(climber);
            climber.fall();
            leave(climber);
        }
    }

    private void leave(Climber climber) {
        climbers.remove(climber.trial().number());
        guests.remove(climber.trial().number());
    }

    private void rest(Climber climber) {
        training -= climber.isTraining() ? 1 : 0;
        climber.setTraining(false);
    }

    final void train(Climber climber, Turn turn) {
        training++;
        climber.setTraining(true);
        turn.train(climber.trial());
    }

    final void stop(Climber climber, Turn turn) {
        leave(climber);
        turn.stop(climber.trial());
    }

    @Override
    public final void allocate(Turn turn) {
        for (Climber climber : reported.values()) {
            if (climber.isFullyTrained()) {
                leave(climber);
                climber.goUp();
                turn.complete(climber.trial());
            } else {
                judge(climber, turn);
            }
        }
        reported.clear();
        fill(turn);
    }

    /** Gives the workers as much as they can use; one trial if nothing trains, as that would end the study. */
    private void fill(Turn turn) {
        boolean more = true;
        while (more && (!turn.mayStart() || turn.wanted() > 0 || training == 0)) {
            more = promote(turn) || start(turn);
        }
        if (!turn.mayStart()) {
            forecast.startNoMore();
        }
    }

    private boolean start(Turn turn) {
        if (!turn.mayStart()) {
            return false;
        }
        // The bracket is dealt only once there is a trial for it.
        Optional<TrialRecord> trial = turn.start();
        trial.ifPresent(started -> begin(new Climber(started, brackets.deal(), false)));
        return trial.isPresent();
    }

    @Override
    public final OptionalLong plannedEpochs() {
        return forecast.epochs();
    }
}
