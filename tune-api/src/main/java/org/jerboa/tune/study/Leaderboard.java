package org.jerboa.tune.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jerboa.tune.metric.Objective;

/**
 * A study's trials as a table for people, the best first:
 *
 * <pre>
 * rank  trial  status     best epoch  accuracy  configuration
 *    1     17  COMPLETED           9    0.9833  model=cnn, filters=24, learningRate=0.00312
 * </pre>
 *
 * Epochs are counted from 0, as in the study's files. Numbers are rounded; the files have them in full.
 */
public final class Leaderboard {

    private static final List<String> HEADER = List.of("rank", "trial", "status", "best epoch");
    private static final List<String> HEADER_BY_NUMBER = List.of("trial", "from", "status", "epochs", "best epoch");
    private static final int STATUS_COLUMN = 2;

    private Leaderboard() {}

    /**
     * The first rows of a ranking, with their header, a line each.
     *
     * @param ranking as {@link StudyResult#ranking} gives it
     * @param objective what it is ranked by
     * @param rows the most rows shown
     */
    public static String of(List<Trial> ranking, Objective objective, int rows) {
        List<List<String>> table = new ArrayList<>();
        List<String> header = new ArrayList<>(HEADER);
        header.add(objective.metric());
        header.add("configuration");
        table.add(header);
        int rank = 1;
        for (Trial trial : ranking.subList(0, Math.min(rows, ranking.size()))) {
            Optional<EpochResult> best = trial.best(objective);
            table.add(List.of(
                    String.valueOf(rank++),
                    String.valueOf(trial.id()),
                    trial.status().name(),
                    best.map(epoch -> String.valueOf(epoch.epoch())).orElse("-"),
                    value(best, objective),
                    ShortText.of(trial.configuration())));
        }
        return aligned(table);
    }

    /**
     * All trials with how they stand, a line each: whom each was cloned from, and how many epochs it has finished.
     *
     * @param trials in the order in which they are to be shown
     * @param objective what tells their best epochs
     */
    public static String byNumber(List<Trial> trials, Objective objective) {
        List<List<String>> table = new ArrayList<>();
        List<String> header = new ArrayList<>(HEADER_BY_NUMBER);
        header.add(objective.metric());
        header.add("configuration");
        table.add(header);
        for (Trial trial : trials) {
            Optional<EpochResult> best = trial.best(objective);
            table.add(List.of(
                    String.valueOf(trial.id()),
                    trial.parent().map(String::valueOf).orElse(""),
                    trial.status().name(),
                    String.valueOf(trial.epochs().size()),
                    best.map(epoch -> String.valueOf(epoch.epoch())).orElse("-"),
                    value(best, objective),
                    ShortText.of(trial.configuration())));
        }
        return aligned(table);
    }

    private static String value(Optional<EpochResult> best, Objective objective) {
        return best.map(epoch -> ShortText.metric(objective.value(epoch.metrics())))
                .orElse("-");
    }

    /**
     * Why trials failed or diverged, a line each; empty if none did.
     *
     * @param rows the most trials named; those beyond are counted
     */
    public static String broken(List<Trial> ranking, int rows) {
        List<Trial> broken =
                ranking.stream().filter(trial -> trial.status().isBroken()).toList();
        List<String> lines = broken.stream()
                .limit(rows)
                .map(trial -> "trial " + trial.id() + " " + trial.status() + ": "
                        + ShortText.cut(trial.cause().orElse("no cause given"), 200) + " ("
                        + ShortText.of(trial.configuration()) + ")\n")
                .collect(Collectors.toCollection(ArrayList::new));
        if (broken.size() > rows) {
            lines.add("and " + (broken.size() - rows) + " more\n");
        }
        return String.join("", lines);
    }

    /** Texts to the left, numbers to the right, the last column as it is. */
    private static String aligned(List<List<String>> table) {
        int last = table.get(0).size() - 1;
        StringBuilder text = new StringBuilder();
        for (List<String> row : table) {
            for (int column = 0; column < last; column++) {
                int of = column;
                int width = table.stream()
                        .mapToInt(other -> other.get(of).length())
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                String space = " ".repeat(width - cell.length());
                text.append(column == STATUS_COLUMN ? cell + space : space + cell)
                        .append("  ");
            }
            text.append(row.get(last)).append('\n');
        }
        return text.toString();
    }
}
