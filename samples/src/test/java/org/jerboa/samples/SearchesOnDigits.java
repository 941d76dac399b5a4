package org.jerboa.samples;

import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.IOException;
import org.jerboa.junit.Competitor;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.Asha;
import org.jerboa.search.Bohb;
import org.jerboa.search.Hyperband;
import org.jerboa.search.PopulationTraining;
import org.jerboa.search.RandomSearch;
import org.jerboa.search.Tpe;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;

/**
 * The searches of the samples on the digits, at equal epochs, of which each makes what it will.
 * The network is one of plain Java, which costs a fraction of a tool's start and gives the same bits on every machine.
 */
abstract class SearchesOnDigits {

    /** Epochs of a full training, where a search ends most trials before. */
    private static final int FULL = 27;

    /** Epochs of every trial, where a search trains all alike. */
    private static final int ALIKE = 6;

    private static final SearchSpace SPACE = SearchSpace.of(
            integer("hidden").log(8, 64),
            categorical("activation", "relu", "tanh"),
            real("learningRate").log(1e-4, 1),
            real("momentum", 0, 0.98),
            real("dropout", 0, 0.6),
            integer("batchSize").log(8, 128));

    static Study<PlainMlp> digits(SearchAlgorithm search, long seed) throws IOException {
        Dataset digits = S01DigitsStudy.digits(seed);
        return Study.of(SPACE, PlainMlpHandler.of(digits.schema()))
                .data(digits)
                .search(search)
                .maximize("accuracy")
                .seed(seed)
                .on(watched(MopExecutor.threads(2)));
    }

    /** Of the model that was best on the validation split; nothing of the search has seen the test split. */
    static double testError(StudyResult<?> result) {
        return 1 - result.best().testMetrics().get("accuracy");
    }

    @Competitor
    static SearchAlgorithm random(int epochs) {
        return RandomSearch.trials(epochs / ALIKE).epochs(ALIKE);
    }

    @Competitor
    static SearchAlgorithm tpe(int epochs) {
        return Tpe.trials(epochs / ALIKE).epochs(ALIKE);
    }

    @Competitor
    static SearchAlgorithm hyperband() {
        return Hyperband.maxEpochs(FULL).rounds(Long.MAX_VALUE);
    }

    @Competitor
    static SearchAlgorithm bohb() {
        return Bohb.maxEpochs(FULL).rounds(Long.MAX_VALUE);
    }

    @Competitor
    static SearchAlgorithm asha() {
        return Asha.maxEpochs(FULL).trials(Long.MAX_VALUE);
    }

    /** Clones keep the layers, as they take over weights. */
    @Competitor
    static SearchAlgorithm pbt(int epochs) {
        return PopulationTraining.of(epochs / FULL)
                .maxEpochs(FULL)
                .perturb("learningRate", "momentum", "dropout", "batchSize");
    }
}
