package org.jerboa.search.history;

import java.util.Comparator;

/**
 * Which of two trials that have ended did better, where not all had the same training. Trials that had all their epochs come
 * first, by loss. Of those that were stopped, one that was given more epochs was found worth them: it comes before one that was
 * given fewer, and among equals the loss decides. Failed trials come last. By the first objective; trials that tie keep their
 * order in a stable sort.
 */
public final class Merit {

    /** The better trial first. */
    public static final Comparator<TrialRecord> BEST_FIRST = Comparator.comparingInt(Merit::rank)
            .thenComparingInt(trial -> trial.status() == TrialRecord.Status.STOPPED ? -trial.depth() : 0)
            .thenComparingDouble(TrialRecord::bestLoss);

    private Merit() {}

    private static int rank(TrialRecord trial) {
        return switch (trial.status()) {
            case COMPLETE -> 0;
            case STOPPED -> 1;
            case RUNNING -> 2;
            case FAILED -> 3;
        };
    }
}
