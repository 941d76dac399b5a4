package org.jerboa.search;

import java.util.List;
import java.util.OptionalLong;
import org.jerboa.search.allocation.Ladder;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.tune.space.CategoricalParameter;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;

/**
 * How {@link AutomaticSearch} decides.
 *
 * @param epochs of the budget
 * @param maxEpochs of one trial
 * @param workers trials in training at a time
 */
record AutomaticChoice(long epochs, int maxEpochs, int workers) {

    /** Combinations up to which a space is counted. */
    private static final long COUNTABLE = 1L << 20;

    private static final int ETA = 3;

    /** Fewer trials than these are not worth a rung: three of its nine would be left. */
    private static final long FEWEST_FOR_RUNGS = 9;

    /** Trials from which a model of good configurations can tell something: twice as many as it begins with at random. */
    private static final long FEWEST_FOR_MODEL = 20;

    /** Trials for each worker from which the later ones can learn from the earlier ones. */
    private static final long ROUNDS_FOR_MODEL = 4;

    /** Trials from which NSGA-II is better than evenly spread ones, by decision 16: with 30 it is not, with 50 it is. */
    private static final long FEWEST_FOR_FRONT = 40;

    /** How often the population of NSGA-II is to be made anew; and the most that it has. */
    private static final long GENERATIONS = 4;

    private static final long LARGEST_POPULATION = 20;

    /** Trials from which CMA-ES is better than TPE where all parameters are numbers, by decision 14. */
    private static final long FEWEST_FOR_SHAPE = 500;

    /** Generations of CMA-ES are as large as the number of trials under way, at least. */
    private static final long ROUNDS_FOR_SHAPE = 50;

    AutomaticSearch.Choice of(SearchProblem problem) {
        long full = epochs / maxEpochs;
        OptionalLong combinations = combinations(problem);
        if (combinations.isPresent() && combinations.getAsLong() <= full) {
            return new AutomaticSearch.Choice(
                    GridSearch.shuffled()
                            .pointsPerReal((int) combinations.getAsLong())
                            .epochs(maxEpochs),
                    "the space has " + combinations.getAsLong() + " configurations, and the budget of " + epochs
                            + " epochs trains each for " + maxEpochs);
        }
        if (problem.objectives().size() > 1) {
            return byAllObjectives(full, problem.objectives().size());
        }
        long halved = (long) (epochs / epochsOfATrial());
        if (maxEpochs < ETA || halved < FEWEST_FOR_RUNGS) {
            return inFull(full, problem.space());
        }
        return halving(halved);
    }

    private AutomaticSearch.Choice byAllObjectives(long full, int objectives) {
        String whole = "with " + objectives + " objectives no trial can be ended early by one of them";
        if (full < FEWEST_FOR_FRONT || full < ROUNDS_FOR_MODEL * workers) {
            return even(
                    full,
                    whole + ", and " + full + " in full are too few to learn from, so the space is covered evenly");
        }
        int population = (int) Math.min(LARGEST_POPULATION, full / GENERATIONS);
        return new AutomaticSearch.Choice(
                Nsga2.trials(count(full)).population(population).epochs(maxEpochs),
                whole + ", and " + full
                        + " in full are enough that later ones are bred from the front of earlier ones");
    }

    private AutomaticSearch.Choice inFull(long full, SearchSpace space) {
        if (full >= FEWEST_FOR_SHAPE && full >= ROUNDS_FOR_SHAPE * workers && isOfNumbers(space)) {
            return new AutomaticSearch.Choice(
                    CmaEs.trials(count(full)).epochs(maxEpochs),
                    "trials of at most " + maxEpochs
                            + " epochs are too short to be ended early, all parameters are numbers," + " and " + full
                            + " trials are enough to learn the shape of the valley");
        }
        if (modelPays(full)) {
            return new AutomaticSearch.Choice(
                    Tpe.trials(count(full)).epochs(maxEpochs),
                    "trials of at most " + maxEpochs + " epochs are too short to be ended early, and " + full
                            + " of them are enough to learn from");
        }
        return even(
                full,
                "the budget is for " + full + " trials of " + maxEpochs
                        + " epochs, too few to end some early or to learn from");
    }

    private AutomaticSearch.Choice halving(long trials) {
        Asha asha = Asha.maxEpochs(maxEpochs).trials(trials);
        String early = "ending bad trials early, " + epochs + " epochs are for about " + trials
                + " configurations in place of " + epochs / maxEpochs;
        return modelPays(trials)
                ? new AutomaticSearch.Choice(asha, early + ", enough that later ones learn from earlier ones")
                : new AutomaticSearch.Choice(
                        asha.sampling(new RandomSampling()),
                        early + "; " + workers + " workers leave too few rounds for a model to learn in");
    }

    private AutomaticSearch.Choice even(long full, String reason) {
        return new AutomaticSearch.Choice(SobolSearch.trials(count(full)).epochs(maxEpochs), reason);
    }

    /** Whether all parameters always exist and have values in order. */
    private static boolean isOfNumbers(SearchSpace space) {
        return space.axes().stream()
                .noneMatch(axis ->
                        axis instanceof CategoricalParameter || axis.condition().isPresent());
    }

    private boolean modelPays(long trials) {
        return trials >= FEWEST_FOR_MODEL && trials >= ROUNDS_FOR_MODEL * workers;
    }

    /** Epochs that a trial costs on average where one in three goes on from each rung, from its checkpoint. */
    private double epochsOfATrial() {
        List<Integer> milestones = Ladder.of(1, maxEpochs, ETA).milestones();
        double sum = 0;
        double share = 1;
        int before = 0;
        for (int milestone : milestones) {
            sum += share * (milestone - before);
            share /= ETA;
            before = milestone;
        }
        return sum;
    }

    private static OptionalLong combinations(SearchProblem problem) {
        long product = 1;
        long mostValues = 1;
        for (Parameter parameter : problem.space().parameters()) {
            OptionalLong values = parameter.cardinality();
            if (values.isEmpty() || values.getAsLong() > COUNTABLE / product) {
                return OptionalLong.empty();
            }
            product *= values.getAsLong();
            mostValues = Math.max(mostValues, values.getAsLong());
        }
        // children of conditions are not combined with values that rule them out
        return OptionalLong.of(problem.space().grid((int) mostValues).size());
    }

    private static int count(long trials) {
        return (int) Math.min(Integer.MAX_VALUE, trials);
    }
}
