package org.jerboa.search.allocation.bracket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.allocation.Turn;
import org.jerboa.search.history.TrialRecord;
import org.jspecify.annotations.Nullable;

/** Runs brackets side by side, as {@link Halving} says. */
final class HalvingAllocator implements Allocator {

    private final Schedule schedule;

    /** Brackets that have begun and are not over, in the order in which they began. */
    private final List<BracketRun> open = new ArrayList<>();

    private final Map<Integer, BracketRun> bracketOf = new HashMap<>();
    private final Guests guests = new Guests();

    /** Trials of brackets that finished an epoch since the last turn, in that order. */
    private final Map<Integer, TrialRecord> reported = new LinkedHashMap<>();

    /** What guests are held against: the bracket with the most rungs that began last. */
    private BracketRun widest;

    private long trainedBefore;

    HalvingAllocator(Schedule schedule) {
        this.schedule = schedule;
        this.widest = new BracketRun(schedule.next());
        open.add(widest);
    }

    private BracketRun begin() {
        boolean wide = schedule.beginsRound();
        BracketRun run = new BracketRun(schedule.next());
        open.add(run);
        widest = wide ? run : widest;
        return run;
    }

    @Override
    public void epochFinished(TrialRecord trial) {
        @Nullable BracketRun bracket = bracketOf.get(trial.number());
        if (bracket != null) {
            bracket.epochFinished(trial);
            reported.put(trial.number(), trial);
        } else {
            guests.epochFinished(trial);
        }
    }

    @Override
    public void ended(TrialRecord trial) {
        reported.remove(trial.number());
        @Nullable BracketRun bracket = bracketOf.remove(trial.number());
        if (bracket != null) {
            bracket.ended(trial);
        } else {
            guests.ended(trial);
        }
    }

    @Override
    public void added(TrialRecord trial) {
        guests.added(trial, widest);
    }

    @Override
    public void allocate(Turn turn) {
        trainOn(turn);
        closeRungs(turn);
        fill(turn);
        closeRungs(turn); // those for which there were no more trials
        guests.allocate(turn);
    }

    private void trainOn(Turn turn) {
        for (TrialRecord trial : reported.values()) {
            @Nullable BracketRun bracket = bracketOf.get(trial.number());
            if (bracket != null && !bracket.isThere(trial)) {
                turn.train(trial);
            }
        }
        reported.clear();
    }

    private void closeRungs(Turn turn) {
        for (BracketRun bracket : open) {
            while (bracket.isRungComplete()) {
                carryOut(bracket.close(), turn);
            }
        }
        open.removeIf(bracket -> {
            trainedBefore += bracket.isOver() ? bracket.plannedEpochs() : 0;
            return bracket.isOver();
        });
    }

    private void carryOut(BracketRun.Verdict verdict, Turn turn) {
        verdict.up().forEach(turn::train);
        for (TrialRecord trial : verdict.complete()) {
            bracketOf.remove(trial.number());
            turn.complete(trial);
        }
        for (TrialRecord trial : verdict.out()) {
            bracketOf.remove(trial.number());
            turn.stop(trial);
        }
    }

    /** Starts as many trials as the workers can use; one if nothing trains, as that would end the study. */
    private void fill(Turn turn) {
        while (turn.mayStart() && (turn.wanted() > 0 || climbing() == 0)) {
            @Nullable BracketRun bracket = needingTrials();
            if (bracket == null) {
                return;
            }
            Optional<TrialRecord> trial = turn.start();
            trial.ifPresent(started -> {
                bracket.started(started);
                bracketOf.put(started.number(), bracket);
            });
        }
        if (!turn.mayStart()) {
            schedule.close();
            open.forEach(BracketRun::startNoMore);
        }
    }

    private @Nullable BracketRun needingTrials() {
        for (BracketRun bracket : open) {
            if (bracket.needsTrials()) {
                return bracket;
            }
        }
        return schedule.hasNext() ? begin() : null;
    }

    private int climbing() {
        return open.stream().mapToInt(BracketRun::climbing).sum() + guests.climbing();
    }

    @Override
    public OptionalLong plannedEpochs() {
        OptionalLong later = schedule.epochs();
        if (later.isEmpty()) {
            return later;
        }
        long begun = open.stream().mapToLong(BracketRun::plannedEpochs).sum();
        return OptionalLong.of(trainedBefore + begun + later.getAsLong() + guests.trainedEpochs());
    }
}
