package org.jerboa.testkit.functions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Scores by function, contender and seed; less is better. Scores from elsewhere can be put beside those of a {@link
 * Comparison}. Not thread-safe.
 */
public final class ScoreTable {

    /** Function to contender to scores by seed. */
    private final Map<String, Map<String, double[]>> scores = new LinkedHashMap<>();

    private final Set<String> contenders = new LinkedHashSet<>();

    /** @param bySeed at least one score */
    public void put(String function, String contender, double[] bySeed) {
        if (bySeed.length == 0) {
            throw new IllegalArgumentException(
                    "'" + contender + "' has no score on '" + function + "'; give one a seed");
        }
        scores.computeIfAbsent(function, name -> new LinkedHashMap<>()).put(contender, bySeed.clone());
        contenders.add(contender);
    }

    public List<String> functions() {
        return List.copyOf(scores.keySet());
    }

    public List<String> contenders() {
        return List.copyOf(contenders);
    }

    /** Whether that contender has scores on that function. */
    public boolean has(String function, String contender) {
        Map<String, double[]> row = scores.get(function);
        return row != null && row.containsKey(contender);
    }

    /**
     * Scores by seed.
     *
     * @throws IllegalArgumentException if there are none
     */
    public double[] scores(String function, String contender) {
        Map<String, double[]> row = scores.get(function);
        double[] found = row == null ? null : row.get(contender);
        if (found == null) {
            throw new IllegalArgumentException("there is no score of '" + contender + "' on '" + function
                    + "'; there are " + contenders + " on " + scores.keySet());
        }
        return found.clone();
    }

    /** As {@link #scores}, summed up. */
    public Quartiles quartiles(String function, String contender) {
        return Quartiles.of(scores(function, contender));
    }

    /**
     * The mean place of each contender, 1 for the best: over those functions on which all of them have scores, and over
     * seeds, where every contender is placed among all runs of that seed. Those that tie share the mean of their places.
     * Where one has fewer seeds than others, the others' first seeds count.
     *
     * @throws IllegalArgumentException if there is no function that all have in common
     */
    public Map<String, Double> meanRanks(List<String> among) {
        double[] sums = new double[among.size()];
        int count = 0;
        for (String function : scores.keySet()) {
            if (among.stream().allMatch(contender -> has(function, contender))) {
                double[] ranks = meanRanks(function, among);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += ranks[i];
                }
                count++;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("no function has scores of all of " + among + "; leave some out");
        }
        Map<String, Double> means = new LinkedHashMap<>();
        for (int i = 0; i < sums.length; i++) {
            means.put(among.get(i), sums[i] / count);
        }
        return means;
    }

    private double[] meanRanks(String function, List<String> among) {
        List<double[]> columns =
                among.stream().map(contender -> scores(function, contender)).toList();
        int seeds = columns.stream().mapToInt(column -> column.length).min().orElse(0);
        double[] sums = new double[columns.size()];
        for (int seed = 0; seed < seeds; seed++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += rank(columns.get(i)[seed], seed, columns) / seeds;
            }
        }
        return sums;
    }

    private static double rank(double score, int seed, List<double[]> columns) {
        double rank = 0.5;
        for (double[] column : columns) {
            int order = Double.compare(column[seed], score);
            rank += order < 0 ? 1 : order == 0 ? 0.5 : 0;
        }
        return rank;
    }

    /** Medians with quartiles in brackets, a line for each function, a column for each contender, the best marked. */
    public String text() {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("function"));
        head.addAll(contenders);
        lines.add(head);
        for (String function : scores.keySet()) {
            List<String> line = new ArrayList<>(List.of(function));
            for (String contender : contenders) {
                line.add(has(function, contender) ? cell(function, contender) : "-");
            }
            lines.add(line);
        }
        return aligned(lines);
    }

    private String cell(String function, String contender) {
        Quartiles quartiles = quartiles(function, contender);
        boolean best = contenders.stream()
                .filter(other -> has(function, other))
                .allMatch(other ->
                        quartiles.median() <= quartiles(function, other).median());
        return String.format(
                Locale.ROOT,
                "%s%.4g [%.4g, %.4g]",
                best ? "*" : "",
                quartiles.median(),
                quartiles.q25(),
                quartiles.q75());
    }

    private static String aligned(List<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                int at = column;
                int width = lines.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                row.append(line.get(column))
                        .append(" ".repeat(width - line.get(column).length() + 2));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
