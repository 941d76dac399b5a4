package org.jerboa.samples;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.SobolSearch;
import org.jerboa.search.importance.Importance;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;

/**
 * Two objectives: networks that are accurate, and networks that are small. There is no best one then, but a front: those of
 * which none is beaten in both. Afterwards the trials tell which parameters made the difference.
 */
final class S08ParetoStudy implements Sample {

    /** Trials below which shares of variance are noise. */
    private static final int FEWEST = 6;

    // tag::example[]
    static Study<MultiLayerNetwork> study(Dataset digits, int trials, int epochs, int workers) {
        return Study.of(S01DigitsStudy.SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(SobolSearch.trials(trials).epochs(epochs))
                .maximize("accuracy")
                .minimize("parameters")
                .on(MopExecutor.threads(workers));
    }
    // end::example[]

    @Override
    public String name() {
        return "pareto";
    }

    @Override
    public String lesson() {
        return "S08ParetoStudy: networks that are accurate or small, and which parameters made the difference";
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
                        "%d configurations by accuracy and by size, %d epochs each, on %s%n",
                        options.trials(), options.epochs(), digits);
        String resume = options.resumeCommand(Samples.program(), name());
        return new StudySession<>(study, options.out(), Objective.maximize("accuracy"), resume, console)
                .afterword(S08ParetoStudy::importance)
                .run(options.resume());
    }

    private static String importance(StudyResult<MultiLayerNetwork> result) {
        if (result.ranking().size() < FEWEST) {
            return "\nToo few trials to say which parameters made the difference.\n";
        }
        return Stream.of(Objective.maximize("accuracy"), Objective.minimize("parameters"))
                .map(objective -> "\nWhat made the difference in " + objective.metric() + ":\n"
                        + Importance.of(S01DigitsStudy.SPACE, result.ranking(), objective))
                .collect(Collectors.joining());
    }
}
