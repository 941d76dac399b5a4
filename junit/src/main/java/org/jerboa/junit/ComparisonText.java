package org.jerboa.junit;

import java.util.Arrays;
import java.util.StringJoiner;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.Quartiles;
import org.jerboa.testkit.functions.ScoreTable;
import org.jerboa.testkit.functions.TestFunction;

/** A comparison for other programs. */
final class ComparisonText {

    private ComparisonText() {}

    /** A line for each run: {@code function,search,seed,score,regret}; no regret where the optimum is not known. */
    static String csv(Comparison comparison) {
        StringBuilder text = new StringBuilder("function,search,seed,score,regret\n");
        ScoreTable scores = comparison.scores();
        for (TestFunction function : comparison.functions()) {
            for (String search : comparison.contenders()) {
                double[] bySeed = scores.scores(function.name(), search);
                for (int seed = 0; seed < bySeed.length; seed++) {
                    double score = bySeed[seed];
                    text.append(function.name())
                            .append(',')
                            .append(search)
                            .append(',')
                            .append(seed);
                    text.append(',').append(score).append(',');
                    function.optimum().ifPresent(least -> text.append(score - least));
                    text.append('\n');
                }
            }
        }
        return text.toString();
    }

    /** A list of {@code {function, search, median, q25, q75, scores}}; infinite scores are null. */
    static String json(Comparison comparison) {
        StringJoiner list = new StringJoiner(",\n ", "[", "]\n");
        ScoreTable scores = comparison.scores();
        for (TestFunction function : comparison.functions()) {
            for (String search : comparison.contenders()) {
                Quartiles quartiles = scores.quartiles(function.name(), search);
                StringJoiner bySeed = new StringJoiner(", ", "[", "]");
                Arrays.stream(scores.scores(function.name(), search)).forEach(score -> bySeed.add(number(score)));
                list.add("{\"function\": " + string(function.name()) + ", \"search\": " + string(search)
                        + ", \"median\": " + number(quartiles.median()) + ", \"q25\": " + number(quartiles.q25())
                        + ", \"q75\": " + number(quartiles.q75()) + ", \"scores\": " + bySeed + "}");
            }
        }
        return list.toString();
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.valueOf(value) : "null";
    }

    private static String string(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
