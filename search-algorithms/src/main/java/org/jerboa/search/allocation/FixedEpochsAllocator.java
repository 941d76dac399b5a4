package org.jerboa.search.allocation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jerboa.search.history.TrialRecord;

/** Trains each trial for its epochs. */
final class FixedEpochsAllocator implements Allocator {

    /** Keeps the checkpoints of a search over a large space from filling the disk, and an answer from filling memory. */
    static final int MAX_LIVE = 1024;

    private final EpochBudget budget;
    private final boolean allAtOnce;

    /** Epochs that each live trial is to have, by trial. */
    private final Map<Integer, Integer> live = new HashMap<>();

    /** Trials that finished an epoch since the last turn, in that order. */
    private final Map<Integer, TrialRecord> waiting = new LinkedHashMap<>();

    /** Trials that may yet be started. */
    private long remaining;

    /** Epochs that the trials known so far have had or are to have. */
    private long granted;

    FixedEpochsAllocator(EpochBudget budget, boolean allAtOnce, long trials) {
        this.budget = budget;
        this.allAtOnce = allAtOnce;
        this.remaining = trials;
    }

    @Override
    public void epochFinished(TrialRecord trial) {
        waiting.put(trial.number(), trial);
    }

    @Override
    public void ended(TrialRecord trial) {
        waiting.remove(trial.number());
        Integer epochs = live.remove(trial.number());
        if (epochs != null) {
            granted -= epochs - trial.depth();
        }
    }

    @Override
    public void added(TrialRecord trial) {
        grant(trial);
    }

    @Override
    public void allocate(Turn turn) {
        for (TrialRecord trial : waiting.values()) {
            if (trial.depth() < live.getOrDefault(trial.number(), 0)) {
                turn.train(trial);
            } else {
                live.remove(trial.number());
                turn.complete(trial);
            }
        }
        waiting.clear();
        int wanted = allAtOnce ? MAX_LIVE : turn.wanted();
        for (int started = 0; started < wanted && live.size() < MAX_LIVE && turn.mayStart(); started++) {
            Optional<TrialRecord> trial = turn.start();
            trial.ifPresent(this::grant);
            remaining -= trial.isPresent() ? 1 : 0;
        }
        if (!turn.mayStart()) {
            remaining = 0;
        }
    }

    private void grant(TrialRecord trial) {
        int epochs = budget.epochsOf(trial.configuration());
        live.put(trial.number(), epochs);
        granted += epochs;
    }

    @Override
    public OptionalLong plannedEpochs() {
        if (remaining == 0) {
            return OptionalLong.of(granted);
        }
        if (budget.fixed().isEmpty() || remaining > Integer.MAX_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(granted + remaining * budget.fixed().getAsInt());
    }
}
