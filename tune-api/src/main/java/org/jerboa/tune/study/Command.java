package org.jerboa.tune.study;

import java.io.Serializable;
import java.util.Map;
import org.jerboa.tune.space.Configuration;

/**
 * What a user may ask of a study that runs; see {@link StudyHandle#steer}. A command takes effect at once where it
 * only concerns what is to come, and at the next unit boundary where a unit is under way. It is journalled, so a
 * resumed study goes on as it was steered.
 *
 * <p>The set follows the interactive control of Cerebro's demonstration (PVLDB 14(12), 2021).
 */
public sealed interface Command extends Serializable {

    /** Ends the study as it stands; it can be resumed. */
    record StopStudy() implements Command {}

    /** Begins no more units until {@link ResumeStudy}; those under way end and are kept. */
    record PauseStudy() implements Command {}

    record ResumeStudy() implements Command {}

    /** Ends a trial; its result stands, and its newest checkpoint is kept for {@link ResumeTrial}. */
    record StopTrial(int trial) implements Command {}

    /**
     * Trains a trial that has ended for more epochs, from where it was. Whatever the search algorithm thought of it, it
     * is not told of them.
     *
     * @param epochs at least 1
     */
    record ResumeTrial(int trial, int epochs) implements Command {

        public ResumeTrial {
            if (epochs < 1) {
                throw new IllegalArgumentException("epochs (" + epochs + ") must be at least 1");
            }
        }
    }

    /** Ends a trial, forgets its checkpoints, and takes it out of the ranking. */
    record DeleteTrial(int trial) implements Command {}

    /** Starts a trial beside those of the search algorithm, which treats it as its own from then on. */
    record AddTrial(Configuration configuration) implements Command {}

    /**
     * Starts a trial from another one.
     *
     * @param parent the trial to start from; with {@code weights} it must have finished an epoch
     * @param configuration the new trial's configuration: the parent's, with changes
     * @param weights whether it starts from the weights and optimiser state that the parent has at its last finished
     *     epoch (its best one, if the parent has ended), rather than anew
     */
    record CloneTrial(int parent, Configuration configuration, boolean weights) implements Command {}

    /**
     * Drills down: from now on the search is of a part of its space. Trials outside of it that have not ended are
     * stopped; those inside go on as the search algorithm, begun anew on the part, decides.
     *
     * @param bounds what is left of each parameter that is narrowed, as texts that {@code SearchSpace.narrow} reads
     */
    record Focus(Map<String, String> bounds) implements Command {

        public Focus {
            bounds = Map.copyOf(bounds);
        }
    }
}
