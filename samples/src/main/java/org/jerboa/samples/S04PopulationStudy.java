package org.jerboa.samples;

import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.search.PopulationTraining;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.nd4j.linalg.activations.Activation;

/**
 * One network, and hyperparameters that change while it trains: the worst of a population go on from the weights of the best.
 * What wins is a schedule, which the report shows stage by stage.
 */
final class S04PopulationStudy extends DigitsSample {

    S04PopulationStudy() {
        super(
                "pbt",
                "S04PopulationStudy: a population whose worst go on from the weights of its best; finds a schedule",
                new SampleOptions.Defaults(42, 8, 20));
    }

    /** The layers and the kind of updater are fixed, as clones take over weights and momentum. */
    static final SearchSpace SPACE = SearchSpace.of(
            fixed("model", "mlp"),
            fixed("units", 128),
            fixed("activation", Activation.RELU),
            fixed("updater", "nesterovs"),
            real("learningRate").log(1e-4, 1e-1),
            real("momentum", 0.5, 0.98),
            real("dropout", 0, 0.5),
            integer("batchSize").log(16, 128));

    @Override
    Study<MultiLayerNetwork> study(Dataset digits, SampleOptions options) {
        return Study.of(SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(PopulationTraining.of(options.trials())
                        .maxEpochs(options.epochs())
                        .perturb("learningRate", "momentum", "dropout", "batchSize"))
                .maximize("accuracy")
                .on(options.workers().executor());
    }

    @Override
    String announcement(SampleOptions options) {
        return String.format(
                "A population of %d, each trained for %d epochs along its line", options.trials(), options.epochs());
    }
}
