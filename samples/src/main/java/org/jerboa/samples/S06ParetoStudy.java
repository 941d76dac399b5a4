package org.jerboa.samples;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.search.Nsga2;
import org.jerboa.search.importance.Importance;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;

/**
 * Two objectives: networks that are accurate, and networks that are small. There is no best one then, but a front: those of
 * which none is beaten in both. The search breeds from these, and has ten trials to begin with. Afterwards the trials tell which
 * parameters made the difference; roughly, as most of them are near the front.
 */
final class S06ParetoStudy extends DigitsSample {

    /** Trials below which shares of variance are noise. */
    private static final int FEWEST = 6;

    S06ParetoStudy() {
        super(
                "pareto",
                "S06ParetoStudy: networks that are accurate or small, and which parameters made the difference",
                new SampleOptions.Defaults(42, 40, 6));
    }

    @Override
    Study<MultiLayerNetwork> study(Dataset digits, SampleOptions options) {
        return Study.of(S01DigitsStudy.SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(Nsga2.trials(options.trials()).population(10).epochs(options.epochs()))
                .maximize("accuracy")
                .minimize("parameters")
                .on(options.workers().executor());
    }

    @Override
    String announcement(SampleOptions options) {
        return String.format(
                "%d configurations by accuracy and by size, %d epochs each", options.trials(), options.epochs());
    }

    @Override
    String afterword(StudyResult<MultiLayerNetwork> result) {
        if (result.ranking().size() < FEWEST) {
            return "\nToo few trials to say which parameters made the difference.\n";
        }
        return Stream.of(Objective.maximize("accuracy"), Objective.minimize("parameters"))
                .map(objective -> "\nWhat made the difference in " + objective.metric() + ":\n"
                        + Importance.of(S01DigitsStudy.SPACE, result.ranking(), objective))
                .collect(Collectors.joining());
    }
}
