package org.jerboa.junit;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jerboa.testkit.functions.Quartiles;

/** What came of a {@link StudyContest}: a score for each search and seed; less is better. Immutable. */
public final class StudyScores {

    private final List<Run> runs;

    /**
     * One study.
     *
     * @param score less is better
     * @param trials that were started
     * @param epochs that they finished together
     */
    public record Run(String search, long seed, double score, int trials, long epochs) {}

    StudyScores(List<Run> runs) {
        this.runs = List.copyOf(runs);
    }

    /** All studies, in the order in which they ran. */
    public List<Run> runs() {
        return runs;
    }

    /** Names of the searches, in their order. */
    public List<String> searches() {
        return runs.stream().map(Run::search).distinct().toList();
    }

    /**
     * The studies of one search, by seed.
     *
     * @throws IllegalArgumentException if there is no such search
     */
    public List<Run> runs(String search) {
        List<Run> found =
                runs.stream().filter(run -> run.search().equals(search)).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no search '" + search + "' took part; there are " + searches());
        }
        return found;
    }

    public Quartiles quartiles(String search) {
        return Quartiles.of(runs(search).stream().mapToDouble(Run::score).toArray());
    }

    public double median(String search) {
        return quartiles(search).median();
    }

    /** A line for each search: its scores' median and quartiles, and what it trained for them, at the median too. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%-12s %8s  %-18s %6s %6s%n", "search", "median", "quartiles", "trials", "epochs"));
        for (String search : searches()) {
            Quartiles scores = quartiles(search);
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %8.4f  [%.4f, %.4f]   %6.0f %6.0f%n",
                    search,
                    scores.median(),
                    scores.q25(),
                    scores.q75(),
                    median(search, Run::trials),
                    median(search, Run::epochs)));
        }
        return text.toString();
    }

    private double median(String search, ToLongFunction<Run> count) {
        return Quartiles.of(
                        runs(search).stream().mapToLong(count).asDoubleStream().toArray())
                .median();
    }

    /** A line for each study: {@code search,seed,score,trials,epochs}. */
    public String csv() {
        StringBuilder text = new StringBuilder("search,seed,score,trials,epochs\n");
        for (Run run : runs) {
            text.append(run.search())
                    .append(',')
                    .append(run.seed())
                    .append(',')
                    .append(run.score())
                    .append(',')
                    .append(run.trials())
                    .append(',')
                    .append(run.epochs())
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
