package org.jerboa.benchmarks.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.testkit.functions.Quartiles;
import org.jerboa.testkit.functions.ScoreTable;

/**
 * Figures from scores of Jerboa's searches and of Optuna's samplers on the same functions: medians, mean places, and how
 * TPE stands to Optuna's TPE.
 *
 * @param scores of both, at the last trial
 * @param own names of Jerboa's searches
 * @param tpeSamplers names of Optuna's TPE samplers
 * @param optuna Optuna with its version
 */
record Report(ScoreTable scores, List<String> own, List<String> tpeSamplers, String optuna) {

    /** On so many of every eight functions TPE is to be no worse than the better of the samplers. */
    private static final int NO_WORSE_OF_EIGHT = 6;

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (String function : scores.functions()) {
            for (String contender : scores.contenders()) {
                if (scores.has(function, contender)) {
                    figures.add(median(function, contender));
                }
            }
        }
        figures.addAll(ranks("meanRank", scores, own));
        if (own.contains(Searches.TPE)) {
            figures.addAll(tpe());
        }
        return figures;
    }

    private Figure median(String function, String contender) {
        Quartiles quartiles = scores.quartiles(function, contender);
        Figure figure = Figure.of(name(function, contender), quartiles.median(), "loss")
                .within(quartiles.q25(), quartiles.q75());
        return contender.equals(Searches.TPE)
                ? figure.against(optuna).aiming(Goal.atMost(betterSampler(function)))
                : figure;
    }

    private double betterSampler(String function) {
        return tpeSamplers.stream()
                .mapToDouble(sampler -> scores.quartiles(function, sampler).median())
                .min()
                .orElseThrow();
    }

    /** The mean place of each, over functions and seeds. */
    static List<Figure> ranks(String name, ScoreTable scores, List<String> among) {
        List<Figure> figures = new ArrayList<>();
        scores.meanRanks(among)
                .forEach(
                        (contender, rank) -> figures.add(Figure.of(name(name, contender), rank, "of " + among.size())));
        return figures;
    }

    private List<Figure> tpe() {
        List<Figure> figures = new ArrayList<>();
        int functions = scores.functions().size();
        double noWorse = scores.functions().stream()
                .filter(function -> scores.quartiles(function, Searches.TPE).median() <= betterSampler(function))
                .count();
        figures.add(Figure.of("tpe.noWorse", noWorse, "of " + functions)
                .against("the better of " + tpeSamplers)
                .aiming(Goal.atLeast(Math.ceil(functions * NO_WORSE_OF_EIGHT / 8.0))));
        List<String> among = new ArrayList<>(List.of(Searches.TPE));
        among.addAll(tpeSamplers);
        Map<String, Double> ranks = scores.meanRanks(among);
        double mine = ranks.getOrDefault(Searches.TPE, Double.NaN);
        figures.add(Figure.of("tpe.meanRank", mine, "of " + among.size()));
        for (String sampler : tpeSamplers) {
            double ahead = ranks.getOrDefault(sampler, Double.NaN) - mine;
            figures.add(Figure.of(name("tpe.placesAheadOf", sampler), ahead, "places")
                    .against(optuna)
                    .aiming(Goal.above(0)));
        }
        return figures;
    }

    /** Parts of a figure's name are divided by dots. */
    private static String name(String first, String contender) {
        return first + "." + contender.replace(' ', '.');
    }
}
