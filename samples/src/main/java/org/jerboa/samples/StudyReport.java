package org.jerboa.samples;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.Leaderboard;
import org.jerboa.tune.study.ParetoFront;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;

/** What a person wants to know when a study has ended. */
final class StudyReport {

    private static final int ROWS = 10;
    private static final int CAUSES = 5;

    private final StudyResult<?> result;
    private final Objective objective;

    StudyReport(StudyResult<?> result, Objective objective) {
        this.result = result;
        this.objective = objective;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        List<Trial> ranking = result.ranking();
        text.append(Leaderboard.of(ranking, objective, ROWS)).append('\n');
        broken(text, ranking);
        if (ranking.stream().anyMatch(trial -> trial.best(objective).isPresent())) {
            front(text, result.paretoFront());
            best(text, result.best());
        } else {
            text.append("No trial finished an epoch, so there is no best one.\n");
        }
        cost(text, result.cost());
        result.folder().ifPresent(folder -> files(text, folder));
        return text.toString();
    }

    private static void broken(StringBuilder text, List<Trial> ranking) {
        long count = ranking.stream().filter(trial -> trial.status().isBroken()).count();
        if (count > 0) {
            text.append(count).append(" of ").append(ranking.size()).append(" trials failed or diverged:\n");
            text.append(Leaderboard.broken(ranking, CAUSES)).append('\n');
        }
    }

    /** With one objective there is none to speak of. */
    private static void front(StringBuilder text, ParetoFront front) {
        if (front.objectives().size() > 1) {
            text.append("None of these is beaten in everything:\n")
                    .append(front)
                    .append('\n');
        }
    }

    private void best(StringBuilder text, StudyResult.Best<?> best) {
        text.append(String.format(
                Locale.ROOT,
                "Best: trial %d at epoch %d, validation %s %.4f%n",
                best.trial().id(),
                best.epoch().epoch(),
                objective.metric(),
                objective.value(best.epoch().metrics())));
        best.trial()
                .configuration()
                .texts()
                .forEach((name, value) -> text.append("  ")
                        .append(name)
                        .append(" = ")
                        .append(value)
                        .append('\n'));
        if (best.trial().parent().isPresent()) {
            text.append("Its weights come from other trials:\n")
                    .append(result.lineage(best.trial().id()).toString().indent(2));
        }
        Map<String, Double> test = best.testMetrics();
        if (!test.isEmpty()) {
            text.append(String.format(
                    Locale.ROOT,
                    "Its %s on the test split, which no decision has looked at: %.4f%n",
                    objective.metric(),
                    objective.value(test)));
        }
        text.append('\n');
    }

    private static void cost(StringBuilder text, StudyCost cost) {
        double slots = cost.wallSeconds() * cost.workers();
        text.append(String.format(
                Locale.ROOT,
                "Time: %.1f s on %d workers; %.1f s of training and %.1f s of evaluation, so that %.1f %% of the"
                        + " workers' time was not training%n",
                cost.wallSeconds(),
                cost.workers(),
                cost.trainingSeconds(),
                cost.evaluationSeconds(),
                slots > 0 ? Math.max(0, 100 * (1 - cost.trainingSeconds() / slots)) : 0));
        text.append(String.format(
                Locale.ROOT,
                "Work: %d units, %d hops from worker to worker, %.1f MB of checkpoints read and written%n",
                cost.units(),
                cost.hops(),
                cost.bytesMoved() / 1e6));
    }

    private void files(StringBuilder text, Path folder) {
        text.append("Files in ").append(folder).append(": trials.csv, epochs.csv, summary.json, journal.jsonl");
        if (result.ranking().stream().anyMatch(trial -> trial.best(objective).isPresent())) {
            result.best().file().ifPresent(file -> text.append(", ").append(file.getFileName()));
        }
        text.append('\n');
    }
}
