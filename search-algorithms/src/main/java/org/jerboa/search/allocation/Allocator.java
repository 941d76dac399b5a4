package org.jerboa.search.allocation;

import java.util.OptionalLong;
import org.jerboa.search.history.TrialRecord;

/**
 * Gives epochs to the trials of one study. It is told what happens to each and decides in {@link #allocate}, which follows
 * every event. The same events in the same order get the same decisions. Used by one thread.
 */
public interface Allocator {

    /** A trial finished an epoch: until {@link Turn#train}, {@link Turn#complete} or {@link Turn#stop} it waits. */
    void epochFinished(TrialRecord trial);

    /** A trial failed, diverged or was ended from outside. It may have been waiting or training; nothing can be done with it any more. */
    void ended(TrialRecord trial);

    /** The study's user added a trial: its first epoch is given, what follows is decided here as for any other. */
    void added(TrialRecord trial);

    /** Decides what can be decided now; doing nothing is how to wait. */
    void allocate(Turn turn);

    /** Epochs that all trials together will have had in the end, for progress displays; empty if there is no telling. */
    default OptionalLong plannedEpochs() {
        return OptionalLong.empty();
    }
}
