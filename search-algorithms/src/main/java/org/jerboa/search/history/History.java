package org.jerboa.search.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.metric.Direction;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchProblem;
import org.jspecify.annotations.Nullable;

/**
 * All trials that a search knows of: those of earlier studies that it learns from first, then its own by number. Only the
 * search changes it; sampling and allocation read it. Used by one thread.
 */
public final class History {

    private final SearchProblem problem;
    private final List<TrialRecord> trials = new ArrayList<>();
    private final List<TrialRecord> view = Collections.unmodifiableList(trials);
    private final Map<Integer, TrialRecord> byNumber = new HashMap<>();

    public History(SearchProblem problem) {
        this.problem = problem;
    }

    /** A trial begins. */
    public TrialRecord begin(int number, Configuration configuration) {
        TrialRecord trial =
                new TrialRecord(number, configuration, problem.space().encode(configuration));
        trials.add(trial);
        byNumber.put(number, trial);
        return trial;
    }

    /** A trial finished an epoch; the metrics have all objectives. */
    public void epochFinished(TrialRecord trial, Map<String, Double> metrics) {
        List<Objective> objectives = problem.objectives();
        double[] losses = new double[objectives.size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = loss(objectives.get(i), metrics);
        }
        trial.epochFinished(losses);
    }

    /** It stands differently now. */
    public void become(TrialRecord trial, TrialRecord.Status status) {
        trial.become(status);
    }

    private static double loss(Objective objective, Map<String, Double> metrics) {
        double value = objective.value(metrics);
        if (Double.isNaN(value)) {
            return Double.POSITIVE_INFINITY;
        }
        return objective.direction() == Direction.MINIMIZE ? value : 0 - value;
    }

    /** All trials, a live view. */
    public List<TrialRecord> trials() {
        return view;
    }

    /** The trial of this study with that number; null if this search knows none. */
    public @Nullable TrialRecord find(int number) {
        return byNumber.get(number);
    }
}
