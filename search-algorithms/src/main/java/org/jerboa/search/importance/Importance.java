package org.jerboa.search.importance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Trial;

/**
 * How much of an objective's variance over the search space each parameter explains by itself, and each two explain together
 * beyond that: a functional analysis of variance (F. Hutter, H. Hoos, K. Leyton-Brown: <i>An Efficient Approach for Assessing
 * Hyperparameter Importance</i>, ICML 2014).
 *
 * <pre>{@code
 * System.out.println(Importance.of(space, result.ranking(), Objective.maximize("accuracy")));
 * }</pre>
 *
 * <p>Trees are fitted to the trials, and the shares are exact for each tree and averaged over all. Unlike in the paper the
 * trees are extremely randomised (P. Geurts, D. Ernst, L. Wehenkel: <i>Extremely randomized trees</i>, Machine Learning 63,
 * 2006) and grown to the last trial, since greedy ones overlook a parameter whose effect cancels over halves of its
 * range.
 * Shares are of the unit cube, where each parameter has its own scale. A parameter that a trial does not have is taken to stand
 * in the middle of its range there.
 *
 * <p>Estimates: trees are coarse, so an effect that goes up and down several times over a range is seen in part (two thirds
 * of the share of x2 in Ishigami's function, from a thousand trials). They tell little below some tens of trials; and trials that a search chose crowd where it is good, so random
 * or quasi-random search is the best ground for them. The same trials give the same shares. The cost grows with the
 * square of the trials: some seconds for a thousand. Immutable.
 *
 * @param single the share of each parameter by itself, the largest first
 * @param pairs the share of each two parameters beyond their own, the largest first
 */
public record Importance(List<Share> single, List<Share> pairs) {

    private static final int TREES = 32;

    private static final int FEWEST_TRIALS = 4;

    /**
     * A part of the variance.
     *
     * @param parameters one name, or two
     * @param share from 0 to 1
     */
    public record Share(List<String> parameters, double share) {

        public Share {
            parameters = List.copyOf(parameters);
        }
    }

    public Importance {
        single = List.copyOf(single);
        pairs = List.copyOf(pairs);
    }

    /**
     * From a study's trials, each at its best epoch. Broken ones are left out.
     *
     * @param space the study's
     * @param trials for instance {@code StudyResult.ranking()}
     * @throws IllegalArgumentException if fewer than four trials have a value, or a configuration is not of the space
     */
    public static Importance of(SearchSpace space, List<Trial> trials, Objective objective) {
        List<double[]> points = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (Trial trial : trials) {
            double value = trial.bestValue(objective);
            if (!trial.status().isBroken() && Double.isFinite(value)) {
                points.add(centred(space.encode(trial.configuration())));
                values.add(value);
            }
        }
        if (points.size() < FEWEST_TRIALS) {
            throw new IllegalArgumentException(points.size() + " of " + trials.size() + " trials have a value of "
                    + objective.metric() + ", and importance takes " + FEWEST_TRIALS
                    + " at least, some tens to mean anything; train more");
        }
        List<String> names = space.axes().stream().map(Parameter::name).toList();
        double[][] matrix = points.toArray(new double[0][]);
        return of(
                names,
                Variances.of(
                        matrix, values.stream().mapToDouble(Double::doubleValue).toArray(), TREES));
    }

    private static double[] centred(double[] point) {
        double[] whole = point.clone();
        for (int axis = 0; axis < whole.length; axis++) {
            whole[axis] = Double.isNaN(whole[axis]) ? 0.5 : whole[axis];
        }
        return whole;
    }

    private static Importance of(List<String> names, Variances variances) {
        List<Share> single = new ArrayList<>();
        List<Share> pairs = new ArrayList<>();
        for (int one = 0; one < names.size(); one++) {
            single.add(new Share(List.of(names.get(one)), variances.share(one)));
            for (int other = one + 1; other < names.size(); other++) {
                pairs.add(new Share(List.of(names.get(one), names.get(other)), variances.share(one, other)));
            }
        }
        Comparator<Share> largest = Comparator.comparingDouble(Share::share).reversed();
        single.sort(largest);
        pairs.sort(largest);
        return new Importance(single, pairs);
    }

    /** A table for people: every parameter, and the pairs with at least one hundredth. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        single.forEach(share -> line(text, share));
        pairs.stream().filter(share -> share.share >= 0.01).forEach(share -> line(text, share));
        return text.toString();
    }

    private static void line(StringBuilder text, Share share) {
        text.append(String.format(
                Locale.ROOT, "%5.1f %%  %s%n", 100 * share.share, String.join(" with ", share.parameters)));
    }
}
