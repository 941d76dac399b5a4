package org.jerboa.benchmarks.search;

import java.util.List;
import org.jerboa.search.Asha;
import org.jerboa.search.Bohb;
import org.jerboa.search.CmaEs;
import org.jerboa.search.GeneticSearch;
import org.jerboa.search.GridSearch;
import org.jerboa.search.Hyperband;
import org.jerboa.search.PopulationTraining;
import org.jerboa.search.RandomSearch;
import org.jerboa.search.SobolSearch;
import org.jerboa.search.Tpe;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.density.KdeSampling;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.TestFunction;

/** The search algorithms that are compared, as they are set unless a user says otherwise. A new one is a line here. */
final class Searches {

    /** The one that is held against Optuna's sampler of the same kind. */
    static final String TPE = "tpe";

    static final String RANDOM = "random";

    /** Those that stop trials early as users get them; the others are variants. */
    static final List<String> STOPPING_EARLY = List.of("hyperband", "asha", "bohb");

    private static final int GRID_POINTS = 5;

    /** Rounds of a search that is to go on until the budget is spent. */
    private static final long ENDLESS = Long.MAX_VALUE;

    private Searches() {}

    /** On plain functions: a trial has one epoch. */
    static List<Contender> plain() {
        return List.of(
                new Contender(TPE, (function, trials) -> Tpe.trials(trials).epochs(1)),
                new Contender(
                        RANDOM,
                        (function, trials) -> RandomSearch.trials(trials).epochs(1)),
                new Contender(
                        "sobol",
                        (function, trials) -> SobolSearch.trials(trials).epochs(1)),
                new Contender(
                        "cmaes", (function, trials) -> CmaEs.trials(trials).epochs(1)),
                new Contender(
                        "genetic",
                        (function, trials) -> GeneticSearch.trials(trials).epochs(1)),
                new Contender(
                        "grid",
                        (function, trials) -> GridSearch.shuffled()
                                .pointsPerReal(GRID_POINTS)
                                .trials(trials)
                                .epochs(1)));
    }

    /** On learning curves: how many epochs a trial has is theirs to decide. */
    static List<Contender> curves() {
        return List.of(
                new Contender(
                        RANDOM,
                        (function, epochs) -> RandomSearch.trials(fullTrainings(function, epochs))
                                .epochs(function.epochs())),
                new Contender(
                        "hyperband",
                        (function, epochs) ->
                                Hyperband.maxEpochs(function.epochs()).rounds(ENDLESS)),
                new Contender(
                        "asha",
                        (function, epochs) -> Asha.maxEpochs(function.epochs()).trials(epochs)),
                new Contender(
                        "bohb",
                        (function, epochs) -> Bohb.maxEpochs(function.epochs()).rounds(ENDLESS)),
                new Contender(
                        "hyperband-random",
                        (function, epochs) -> Hyperband.maxEpochs(function.epochs())
                                .rounds(ENDLESS)
                                .sampling(new RandomSampling())),
                new Contender(
                        "hyperband-kde",
                        (function, epochs) -> Hyperband.maxEpochs(function.epochs())
                                .rounds(ENDLESS)
                                .sampling(new KdeSampling())),
                new Contender(
                        "asha-random",
                        (function, epochs) ->
                                Asha.maxEpochs(function.epochs()).trials(epochs).sampling(new RandomSampling())),
                new Contender(
                        "asha-stopping",
                        (function, epochs) ->
                                Asha.maxEpochs(function.epochs()).trials(epochs).stopping()),
                new Contender(
                        "pbt",
                        (function, epochs) -> PopulationTraining.of(Math.max(2, epochs / function.epochs()))
                                .maxEpochs(function.epochs())));
    }

    /** Twice as many as the budget has room for, as some may diverge. */
    private static int fullTrainings(TestFunction function, int epochs) {
        return Math.max(1, 2 * epochs / function.epochs());
    }

    /** Those of which it matters how long they think, and one that does not think. */
    static List<Contender> latency() {
        return plain().stream()
                .filter(contender -> List.of(RANDOM, TPE).contains(contender.name()))
                .toList();
    }
}
