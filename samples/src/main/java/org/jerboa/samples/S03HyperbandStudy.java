package org.jerboa.samples;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.search.Hyperband;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.study.Study;

/**
 * A search that has to be told nothing but how long a full training is, and whose work is known before it begins: the plan is
 * printed first. Its brackets differ in how early they trust a result.
 */
final class S03HyperbandStudy extends DigitsSample {

    S03HyperbandStudy() {
        super(
                "hyperband",
                "S03HyperbandStudy: the plan of a whole search printed before it runs, from 27 epochs and nothing else",
                new SampleOptions.Defaults(42, 46, 27));
    }

    private static Hyperband search(SampleOptions options) {
        return Hyperband.maxEpochs(options.epochs()).trials(options.trials());
    }

    @Override
    Study<MultiLayerNetwork> study(Dataset digits, SampleOptions options) {
        return Study.of(S01DigitsStudy.SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(search(options))
                .maximize("accuracy")
                .on(options.workers().executor());
    }

    @Override
    String announcement(SampleOptions options) {
        return search(options).plan() + "\nOf these, " + options.trials() + " trials at most";
    }
}
