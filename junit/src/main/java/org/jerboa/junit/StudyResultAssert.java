package org.jerboa.junit;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;

/** What should have come of a study. */
public final class StudyResultAssert extends AbstractAssert<StudyResultAssert, StudyResult<?>> {

    StudyResultAssert(StudyResult<?> actual) {
        super(actual, StudyResultAssert.class);
    }

    /** It went to its end. */
    public StudyResultAssert isCompleted() {
        return check(result().status() == StudyStatus.COMPLETED, "be completed but it is " + result().status());
    }

    /** No trial failed or diverged. */
    public StudyResultAssert hasNoBrokenTrials() {
        List<Integer> broken = result().ranking().stream()
                .filter(trial -> trial.status().isBroken())
                .map(Trial::id)
                .toList();
        return check(broken.isEmpty(), "have no broken trial but it has " + broken);
    }

    public StudyResultAssert hasTrials(int count) {
        int trials = result().ranking().size();
        return check(trials == count, "have " + count + " trials but it has " + trials);
    }

    /** The highest value of a metric that any trial had after any epoch. */
    public StudyResultAssert hasBestAtLeast(String metric, double least) {
        double best = best(Objective.maximize(metric));
        return check(best >= least, "reach a " + metric + " of at least " + least + " but it reached " + best);
    }

    /** The lowest value of a metric that any trial had after any epoch. */
    public StudyResultAssert hasBestAtMost(String metric, double most) {
        double best = best(Objective.minimize(metric));
        return check(best <= most, "reach a " + metric + " of at most " + most + " but it reached " + best);
    }

    /** Finished epochs, summed over trials. */
    public StudyResultAssert hasEpochsAtMost(long most) {
        long epochs = result().ranking().stream()
                .mapToLong(trial -> trial.epochs().size())
                .sum();
        return check(epochs <= most, "train at most " + most + " epochs but it trained " + epochs);
    }

    /** The part of the workers' time that went into training; 1 is all of it. A time, and so for quiet machines. */
    public StudyResultAssert hasTrainingShareAtLeast(double least) {
        StudyCost cost = result().cost();
        double share = cost.trainingSeconds() / (cost.wallSeconds() * cost.workers());
        return check(share >= least, "spend a share of at least " + least + " on training but it spent " + share);
    }

    private double best(Objective objective) {
        double best = Double.NaN;
        for (Trial trial : result().ranking()) {
            double value = trial.bestValue(objective);
            best = objective.direction().isBetter(value, best) ? value : best;
        }
        return best;
    }

    private StudyResult<?> result() {
        isNotNull();
        return actual;
    }

    private StudyResultAssert check(boolean holds, String wanted) {
        if (!holds) {
            throw failure("%nExpecting the study to %s%n%s", wanted, StudyText.table(actual));
        }
        return this;
    }
}
