package org.jerboa.samples;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.Tpe;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.Study;

/**
 * The study of {@link S01DigitsStudy} with a search that learns: after the first ten trials, configurations are proposed where
 * good ones were found. In the table at the end, late trials should stand before early ones.
 */
final class S07TpeStudy implements Sample {

    // tag::example[]
    static Study<MultiLayerNetwork> study(Dataset digits, int trials, int epochs, int workers) {
        return Study.of(S01DigitsStudy.SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(Tpe.trials(trials).epochs(epochs))
                .maximize("accuracy")
                .on(MopExecutor.threads(workers));
    }
    // end::example[]

    @Override
    public String name() {
        return "tpe";
    }

    @Override
    public String lesson() {
        return "S07TpeStudy: a search that learns from its results where good configurations lie";
    }

    @Override
    public SampleOptions.Defaults defaults() {
        return new SampleOptions.Defaults(42, 32, 6);
    }

    @Override
    public int run(SampleOptions options, Console console) throws IOException, InterruptedException {
        Dataset digits = S01DigitsStudy.digits(options.seed());
        Study<MultiLayerNetwork> study = study(digits, options.trials(), options.epochs(), options.workers())
                .seed(options.seed());
        console.out()
                .printf(
                        "%d configurations, %d epochs each, the later ones informed by the earlier, on %s%n",
                        options.trials(), options.epochs(), digits);
        String resume = options.resumeCommand(Samples.program(), name());
        return new StudySession<>(study, options.out(), Objective.maximize("accuracy"), resume, console)
                .run(options.resume());
    }
}
