package org.jerboa.search.allocation.bracket;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jerboa.search.allocation.Ladder;

/**
 * What a search in brackets is going to do. {@link #toString} is a table to be printed:
 *
 * <pre>
 * bracket  trials@epochs                  trials  epochs
 *       4  81@1  27@3  9@9   3@27  1@81       81     297
 *       3        27@3  9@9   3@27  1@81       27     243
 *       2              9@9   3@27  1@81        9     189
 *       1                    6@27  2@81        6     270
 *       0                          5@81        5     405
 *     sum                                    128    1404
 * </pre>
 *
 * <p>Immutable.
 *
 * @param brackets in the order in which they begin; at least one
 */
public record BracketPlan(List<Bracket> brackets) {

    public BracketPlan {
        brackets = List.copyOf(brackets);
    }

    /**
     * One bracket.
     *
     * @param trials that are started; at least 1
     */
    public static BracketPlan halving(Ladder ladder, int eta, long trials) {
        return new BracketPlan(List.of(Bracket.of(trials, ladder, ladder.top(), eta)));
    }

    /** Hyperband's brackets: from many trials judged at the first rung to few that are all trained in full. */
    public static BracketPlan hyperband(Ladder ladder, int eta, BracketSizes sizes) {
        return new BracketPlan(IntStream.rangeClosed(0, ladder.top())
                .map(begun -> ladder.top() - begun)
                .mapToObj(number -> Bracket.of(sizes.trials(number, ladder.size(), eta), ladder, number, eta))
                .toList());
    }

    /** Trials that are started. */
    public long trials() {
        return brackets.stream().mapToLong(Bracket::trials).sum();
    }

    /** Epochs that are trained, where a trial that goes on costs its new epochs only. */
    public long epochs() {
        return brackets.stream().mapToLong(Bracket::epochs).sum();
    }

    /** In one line: {@code 9@1 3@3 1@9 | 3@3 1@9 | 3@9}. */
    public String oneLine() {
        return brackets.stream().map(Bracket::toString).collect(Collectors.joining(" | "));
    }

    @Override
    public String toString() {
        List<Bracket.Rung> longest = brackets.get(0).rungs();
        int cell = brackets.stream()
                .flatMap(bracket -> bracket.rungs().stream())
                .mapToInt(rung -> rung.toString().length())
                .max()
                .orElse(0);
        int columns = Math.max("trials@epochs".length(), longest.size() * (cell + 2) - 2);
        StringBuilder table = new StringBuilder(line("bracket", "trials@epochs", columns, "trials", "epochs"));
        for (Bracket bracket : brackets) {
            String indent =
                    " ".repeat((cell + 2) * (longest.size() - bracket.rungs().size()));
            String rungs = bracket.rungs().stream()
                    .map(rung -> String.format(Locale.ROOT, "%-" + cell + "s", rung))
                    .collect(Collectors.joining("  "));
            table.append(line(bracket.number(), indent + rungs, columns, bracket.trials(), bracket.epochs()));
        }
        return table.append(line("sum", "", columns, trials(), epochs())).toString();
    }

    private static String line(Object bracket, String rungs, int columns, Object trials, Object epochs) {
        return String.format(Locale.ROOT, "%7s  %-" + columns + "s  %6s  %6s%n", bracket, rungs, trials, epochs);
    }
}
