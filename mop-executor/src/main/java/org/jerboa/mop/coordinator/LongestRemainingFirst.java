package org.jerboa.mop.coordinator;

import java.util.Comparator;
import java.util.List;

/**
 * The trial with the most training time left in its epoch goes first (LRTF: Cerebro, PVLDB 13(11) 2020, section 5).
 * Two rules come before it. The lowest epoch goes first: there is no barrier between epochs, but a costly trial must
 * not run epochs ahead while cheap ones wait for their first result. And evaluation goes before training: it is
 * short, and the searcher waits for it.
 */
public final class LongestRemainingFirst implements Scheduler {

    private static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::epoch)
            .thenComparing(Candidate::evaluates, Comparator.reverseOrder())
            .thenComparing(Candidate::remainingNanos, Comparator.reverseOrder())
            .thenComparingInt(Candidate::trial);

    @Override
    public Candidate pick(List<Candidate> runnable) {
        return runnable.stream().min(ORDER).orElseThrow();
    }
}
