package org.jerboa.mop.coordinator;

import java.util.List;

/** Picks which of the trials that could run on a free worker does. */
public interface Scheduler {

    /** The one to run, out of a list that is not empty. */
    Candidate pick(List<Candidate> runnable);

    /**
     * A trial that could run a unit now.
     *
     * @param epoch epoch that the unit belongs to
     * @param evaluates whether the unit evaluates rather than trains
     * @param remainingNanos expected training time that is left to the trial in this epoch
     */
    record Candidate(int trial, int epoch, boolean evaluates, double remainingNanos) {}
}
