package org.jerboa.search.allocation;

import java.util.Optional;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.tune.space.Configuration;

/** What an allocator may do at one moment. Decisions take effect at once for the records and are carried out in their order. */
public interface Turn {

    /**
     * How many more trials in training the workers could use now, less those that this turn has given them already; a hint,
     * as an allocator may start more or none.
     */
    int wanted();

    /**
     * Starts a new trial, of the configuration that the sampling proposes, with its first epoch.
     *
     * @return its record; empty if the search's or the study's trials are used up, or the space has nothing more to try:
     *     then {@link #mayStart} is false from now on, or until the next turn if it was the study's limit
     */
    Optional<TrialRecord> start();

    /** Whether {@link #start} may yet give a trial. */
    boolean mayStart();

    /** Whether the search's constraints allow a configuration, to be asked of those that the sampling has not proposed. */
    boolean allows(Configuration configuration);

    /**
     * Starts a new trial from the weights that another has at its last finished epoch, with its first epoch. Counts as a
     * trial of the study, not of the search's number of trials.
     *
     * @param parent has finished an epoch
     * @return its record; empty if the study's limit of trials is reached
     */
    Optional<TrialRecord> cloneOf(TrialRecord parent, Configuration configuration);

    /** Gives a waiting trial another epoch. */
    void train(TrialRecord trial);

    /** A waiting trial has had all the epochs it was to have. */
    void complete(TrialRecord trial);

    /** A trial is not worth more. */
    void stop(TrialRecord trial);
}
