package org.jerboa.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.rule.StoppingRule;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.study.Trial;
import org.jspecify.annotations.Nullable;

/**
 * What any search can be told beside its own settings.
 *
 * @param trials the most trials that are started; {@code Long.MAX_VALUE} without a limit
 * @param constraints on configurations
 * @param known configurations to try before all others
 * @param earlier trials of earlier studies
 * @param rules that end trials
 */
record Terms(
        long trials,
        NamedConstraints constraints,
        List<Configuration> known,
        EarlierTrials earlier,
        List<StoppingRule> rules)
        implements Serializable {

    static final Terms NONE =
            new Terms(Long.MAX_VALUE, NamedConstraints.NONE, List.of(), EarlierTrials.NONE, List.of());

    Terms {
        if (trials < 1) {
            throw new IllegalArgumentException("trials (" + trials + ") must be at least 1; raise it");
        }
        known = List.copyOf(known);
        rules = List.copyOf(rules);
    }

    Terms trials(long most) {
        return new Terms(most, constraints, known, earlier, rules);
    }

    Terms where(String name, Constraint constraint) {
        return new Terms(trials, constraints.and(name, constraint), known, earlier, rules);
    }

    Terms warmStart(Configuration... configurations) {
        List<Configuration> more = new ArrayList<>(known);
        more.addAll(Arrays.asList(configurations));
        return new Terms(trials, constraints, more, earlier, rules);
    }

    Terms learnFrom(List<Trial> trialsOfAnotherStudy) {
        return new Terms(trials, constraints, known, earlier.and(trialsOfAnotherStudy), rules);
    }

    Terms stopWhen(StoppingRule rule) {
        List<StoppingRule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Terms(trials, constraints, known, earlier, more);
    }

    /** Whether a rule ends a trial that has finished an epoch. */
    boolean ends(TrialRecord trial, History history) {
        return rules.stream().anyMatch(rule -> rule.ends(trial, trial.depth(), history));
    }

    /**
     * Puts a searcher together.
     *
     * @throws IllegalArgumentException if something does not suit the problem
     */
    Searcher start(SearchProblem problem, Sampling sampling, Allocation allocation) {
        checkKnown(problem);
        History history = new History(problem);
        earlier.tell(history);
        Sampler sampler = start(problem, sampling);
        history.trials().forEach(sampler::changed);
        Allocator allocator = allocation.start(problem, trials);
        return new ComposedSearcher(this, history, sampler, allocator);
    }

    private void checkKnown(SearchProblem problem) {
        Set<Configuration> seen = new HashSet<>();
        for (Configuration configuration : known) {
            try {
                problem.space().validate(configuration);
            } catch (IllegalArgumentException e) {
                throw refused(configuration, "is not of the search space: " + e.getMessage(), e);
            }
            if (!constraints.allows(configuration)) {
                throw refused(configuration, "does not meet the constraints " + constraints + "; leave it out", null);
            }
            if (!seen.add(configuration)) {
                throw refused(configuration, "is given twice; leave one out", null);
            }
        }
    }

    private static IllegalArgumentException refused(
            Configuration configuration, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "configuration (" + configuration.text() + ") of the warm start " + why, cause);
    }

    /** Has an error name the constraints. */
    private Sampler start(SearchProblem problem, Sampling sampling) {
        try {
            return sampling.start(problem, constraints);
        } catch (IllegalArgumentException e) {
            if (constraints.isEmpty()) {
                throw e;
            }
            throw new IllegalArgumentException(e.getMessage() + " (constraints: " + constraints + ")", e);
        }
    }

    /** All of it but the number of trials, as it goes on in {@code SearchAlgorithm.describe()}; empty if there is nothing. */
    String describe() {
        return (constraints.isEmpty() ? "" : ", where=" + constraints)
                + (known.isEmpty()
                        ? ""
                        : ", warmStart="
                                + known.stream().map(Configuration::text).toList())
                + (earlier.isEmpty() ? "" : ", learnFrom=" + earlier)
                + (rules.isEmpty()
                        ? ""
                        : ", stopWhen="
                                + rules.stream().map(StoppingRule::describe).toList());
    }
}
