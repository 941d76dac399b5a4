package org.jerboa.tune.study;

/** Where a trial stands. */
public enum TrialStatus {
    /** It has an epoch to train or to finish. */
    RUNNING,
    /** It waits for the search algorithm to give it another epoch. */
    WAITING,
    /** It had all the epochs it was to have. */
    COMPLETED,
    /** It was ended early: by the search algorithm, by its user, or with the study. Its result stands. */
    STOPPED,
    /** Its loss or its objective was not a number. */
    DIVERGED,
    /** It threw, again and again, or does not fit into memory. Its checkpoints are kept. */
    FAILED,
    /** Its user deleted it. */
    DELETED;

    /** Whether the trial will not train again. */
    public boolean isFinal() {
        return this != RUNNING && this != WAITING;
    }

    /** Whether its metrics may not be relied on: such trials rank last. */
    public boolean isBroken() {
        return this == DIVERGED || this == FAILED || this == DELETED;
    }
}
