package org.jerboa.samples;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.Asha;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.Study;

/**
 * The study of {@link S01DigitsStudy} with trials that have to earn their epochs: many more configurations, most of which end
 * after the first. The table at the end shows how many epochs each came to: about a third of those at one depth to the next.
 */
final class S04AshaStudy implements Sample {

    // tag::example[]
    static Study<MultiLayerNetwork> study(Dataset digits, int trials, int epochs, int workers) {
        return Study.of(S01DigitsStudy.SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(Asha.maxEpochs(epochs).trials(trials))
                .maximize("accuracy")
                .on(MopExecutor.threads(workers));
    }
    // end::example[]

    @Override
    public String name() {
        return "asha";
    }

    @Override
    public String lesson() {
        return "S04AshaStudy: many configurations of which the best earn more epochs, and no worker waits";
    }

    @Override
    public SampleOptions.Defaults defaults() {
        return new SampleOptions.Defaults(42, 54, 27);
    }

    @Override
    public int run(SampleOptions options, Console console) throws IOException, InterruptedException {
        Dataset digits = S01DigitsStudy.digits(options.seed());
        Study<MultiLayerNetwork> study = study(digits, options.trials(), options.epochs(), options.workers())
                .seed(options.seed());
        console.out()
                .printf(
                        "%d configurations; the best of them get 3, 9, ... and at most %d epochs, on %s%n",
                        options.trials(), options.epochs(), digits);
        String resume = options.resumeCommand(Samples.program(), name());
        return new StudySession<>(study, options.out(), Objective.maximize("accuracy"), resume, console)
                .run(options.resume());
    }
}
