package org.jerboa.samples;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.Hyperband;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.Study;

/**
 * A search that has to be told nothing but how long a full training is, and whose work is known before it begins: the plan is
 * printed first. Its brackets differ in how early they trust a result.
 */
final class S05HyperbandStudy implements Sample {

    // tag::example[]
    static Hyperband search(int trials, int epochs) {
        return Hyperband.maxEpochs(epochs).trials(trials);
    }

    static Study<MultiLayerNetwork> study(Dataset digits, Hyperband search, int workers) {
        return Study.of(S01DigitsStudy.SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(search)
                .maximize("accuracy")
                .on(MopExecutor.threads(workers));
    }
    // end::example[]

    @Override
    public String name() {
        return "hyperband";
    }

    @Override
    public String lesson() {
        return "S05HyperbandStudy: the plan of a whole search printed before it runs, from 27 epochs and nothing else";
    }

    @Override
    public SampleOptions.Defaults defaults() {
        return new SampleOptions.Defaults(42, 46, 27);
    }

    @Override
    public int run(SampleOptions options, Console console) throws IOException, InterruptedException {
        Dataset digits = S01DigitsStudy.digits(options.seed());
        Hyperband search = search(options.trials(), options.epochs());
        Study<MultiLayerNetwork> study =
                study(digits, search, options.workers()).seed(options.seed());
        console.out().printf("%s%nOf these, %d trials at most, on %s%n", search.plan(), options.trials(), digits);
        String resume = options.resumeCommand(Samples.program(), name());
        return new StudySession<>(study, options.out(), Objective.maximize("accuracy"), resume, console)
                .run(options.resume());
    }
}
