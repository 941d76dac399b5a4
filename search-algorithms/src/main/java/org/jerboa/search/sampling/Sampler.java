package org.jerboa.search.sampling;

import java.util.Optional;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.tune.space.Configuration;

/**
 * Proposes configurations for one study. The proposal for a trial depends on the problem's seed, the trial's number and what
 * the history held before, in its order; never on a clock or on who calls. Used by one thread.
 */
public interface Sampler {

    /**
     * A configuration for the trial with that number; empty if the space has nothing more that may be tried. Trials in
     * the history that still run were proposed before and have no result yet, so that the same is not proposed again.
     */
    Optional<Configuration> propose(int trial, History history);

    /**
     * A trial's record has changed: it began, finished an epoch or ended, also one that this sampler did not propose. Before
     * the first proposal it is called once for each trial of an earlier study, which has ended. For samplers that keep a
     * model up to date; others look at the history when they propose.
     */
    default void changed(TrialRecord trial) {}
}
