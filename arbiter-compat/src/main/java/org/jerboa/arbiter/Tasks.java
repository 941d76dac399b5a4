package org.jerboa.arbiter;

import java.util.concurrent.Callable;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;

/** How a candidate becomes work: by Jerboa's own training of networks, or by a user's {@code TaskCreator}. */
interface Tasks {

    /** Called on the thread that runs the search, as in Arbiter. */
    Callable<OptimizationResult> create(Candidate<?> candidate, Attempt attempt);

    /** For the log. */
    String describe();
}
