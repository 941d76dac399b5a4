package org.jerboa.arbiter;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;

/** A configuration's termination conditions, and how many candidates may be started so that none is too many. */
final class Limits {

    private final List<TerminationCondition> conditions;
    private final IOptimizationRunner runner;
    private final int mostCandidates;

    /** @param extraCandidates whether candidates under way do not count, as in Arbiter */
    Limits(List<TerminationCondition> conditions, IOptimizationRunner runner, boolean extraCandidates) {
        this.conditions = conditions;
        this.runner = runner;
        this.mostCandidates = extraCandidates ? Integer.MAX_VALUE : most(conditions);
    }

    /** Other conditions, subclasses of this one among them, are users' own code and say nothing beforehand. */
    private static int most(List<TerminationCondition> conditions) {
        return conditions.stream()
                .filter(condition -> condition.getClass() == MaxCandidatesCondition.class)
                .mapToInt(condition -> ((MaxCandidatesCondition) condition).getMaxCandidates())
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    void initialize() {
        conditions.forEach(condition -> condition.initialize(runner));
    }

    /** The first condition that is met. */
    Optional<TerminationCondition> met() {
        return conditions.stream()
                .filter(condition -> condition.terminate(runner))
                .findFirst();
    }

    boolean allowAnother() {
        return runner.numCandidatesTotal() < mostCandidates;
    }
}
