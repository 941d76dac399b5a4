package org.jerboa.tune.study;

/** How a study ended. */
public enum StudyStatus {
    /** The search algorithm had nothing more to train. */
    COMPLETED,
    /** It was stopped; {@link Study#resume} goes on with it. */
    STOPPED
}
