package org.jerboa.junit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;

/** A study's result for people and for other programs. */
final class StudyText {

    private static final int ROWS = 10;

    private StudyText() {}

    /** The first trials of the ranking with the metrics of their last epochs, and what it all cost. */
    static String table(StudyResult<?> result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%5s  %-10s %6s  %s%n", "trial", "status", "epochs", "last metrics; configuration"));
        List<Trial> ranking = result.ranking();
        for (Trial trial : ranking.subList(0, Math.min(ROWS, ranking.size()))) {
            text.append(String.format(
                    "%5d  %-10s %6d  %s; %s%n",
                    trial.id(),
                    trial.status(),
                    trial.epochs().size(),
                    metrics(trial),
                    trial.configuration().text()));
        }
        StudyCost cost = result.cost();
        text.append(String.format(
                Locale.ROOT,
                "%s: %d trials, %d units, %d hops, %.1f s on %d workers%n",
                result.status(),
                ranking.size(),
                cost.units(),
                cost.hops(),
                cost.wallSeconds(),
                cost.workers()));
        return text.toString();
    }

    private static String metrics(Trial trial) {
        if (trial.epochs().isEmpty()) {
            return "none";
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Double> metric : last(trial).metrics().entrySet()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %.4g", metric.getKey(), metric.getValue()));
        }
        return text.toString();
    }

    private static EpochResult last(Trial trial) {
        return trial.epochs().get(trial.epochs().size() - 1);
    }

    /** A line for each epoch and metric: {@code trial,epoch,metric,value}. */
    static String csv(StudyResult<?> result) {
        StringBuilder text = new StringBuilder("trial,epoch,metric,value\n");
        for (Trial trial : result.ranking()) {
            for (EpochResult epoch : trial.epochs()) {
                epoch.metrics()
                        .forEach((metric, value) -> text.append(trial.id())
                                .append(',')
                                .append(epoch.epoch())
                                .append(',')
                                .append(metric)
                                .append(',')
                                .append(value)
                                .append('\n'));
            }
        }
        return text.toString();
    }
}
