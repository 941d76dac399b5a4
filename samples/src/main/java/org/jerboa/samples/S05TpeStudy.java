package org.jerboa.samples;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.search.Tpe;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.study.Study;

/**
 * The study of {@link S01DigitsStudy} with a search that learns: after the first ten trials, configurations are proposed where
 * good ones were found. In the table at the end, late trials should stand before early ones.
 */
final class S05TpeStudy extends DigitsSample {

    S05TpeStudy() {
        super(
                "tpe",
                "S05TpeStudy: a search that learns from its results where good configurations lie",
                new SampleOptions.Defaults(42, 32, 6));
    }

    @Override
    Study<MultiLayerNetwork> study(Dataset digits, SampleOptions options) {
        return Study.of(S01DigitsStudy.SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(Tpe.trials(options.trials()).epochs(options.epochs()))
                .maximize("accuracy")
                .on(options.workers().executor());
    }

    @Override
    String announcement(SampleOptions options) {
        return String.format(
                "%d configurations, %d epochs each, the later ones informed by the earlier",
                options.trials(), options.epochs());
    }
}
