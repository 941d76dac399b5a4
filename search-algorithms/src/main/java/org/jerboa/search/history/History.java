package org.jerboa.search.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Set<Configuration> tried = new HashSet<>();

    public History(SearchProblem problem) {
        this.problem = problem;
    }

    public SearchProblem problem() {
        return problem;
    }

    /**
     * A trial of an earlier study, as it ended; before the first of this one.
     *
     * @param epochs the metrics of each finished epoch, with all objectives
     */
    public void recall(Configuration configuration, List<Map<String, Double>> epochs, TrialRecord.Status status) {
        TrialRecord trial = add(-1 - trials.size(), configuration);
        epochs.forEach(metrics -> epochFinished(trial, metrics));
        trial.become(status);
    }

    /** A trial begins. */
    public TrialRecord begin(int number, Configuration configuration) {
        TrialRecord trial = add(number, configuration);
        byNumber.put(number, trial);
        return trial;
    }

    private TrialRecord add(int number, Configuration configuration) {
        TrialRecord trial =
                new TrialRecord(number, configuration, problem.space().encode(configuration));
        trials.add(trial);
        tried.add(configuration);
        return trial;
    }

    /** Whether some trial, of this study or an earlier one, is or was of that configuration. */
    public boolean has(Configuration configuration) {
        return tried.contains(configuration);
    }

    /** A trial finished an epoch. An objective that was not measured counts as one that is not a number. */
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
        double value = metrics.getOrDefault(objective.metric(), Double.NaN);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : loss(objective, value);
    }

    private static double loss(Objective objective, double value) {
        return objective.direction() == Direction.MINIMIZE ? value : 0 - value;
    }

    /** The loss that a value of the first objective is. */
    public double loss(double value) {
        return loss(problem.primary(), value);
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
