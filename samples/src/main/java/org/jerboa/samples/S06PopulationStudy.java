package org.jerboa.samples;

import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.PopulationTraining;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.nd4j.linalg.activations.Activation;

/**
 * One network, and hyperparameters that change while it trains: the worst of a population go on from the weights of the best.
 * What wins is a schedule, which the report shows stage by stage.
 */
final class S06PopulationStudy implements Sample {

    // tag::example[]
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

    static Study<MultiLayerNetwork> study(Dataset digits, int members, int epochs, int workers) {
        return Study.of(SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(PopulationTraining.of(members)
                        .maxEpochs(epochs)
                        .perturb("learningRate", "momentum", "dropout", "batchSize"))
                .maximize("accuracy")
                .on(MopExecutor.threads(workers));
    }
    // end::example[]

    @Override
    public String name() {
        return "pbt";
    }

    @Override
    public String lesson() {
        return "S06PopulationStudy: a population whose worst go on from the weights of its best; finds a schedule";
    }

    @Override
    public SampleOptions.Defaults defaults() {
        return new SampleOptions.Defaults(42, 8, 20);
    }

    @Override
    public int run(SampleOptions options, Console console) throws IOException, InterruptedException {
        Dataset digits = S01DigitsStudy.digits(options.seed());
        Study<MultiLayerNetwork> study = study(digits, options.trials(), options.epochs(), options.workers())
                .seed(options.seed());
        console.out()
                .printf(
                        "A population of %d, each trained for %d epochs along its line, on %s%n",
                        options.trials(), options.epochs(), digits);
        String resume = options.resumeCommand(Samples.program(), name());
        return new StudySession<>(study, options.out(), Objective.maximize("accuracy"), resume, console)
                .run(options.resume());
    }
}
