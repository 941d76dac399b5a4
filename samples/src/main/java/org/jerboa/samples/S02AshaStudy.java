package org.jerboa.samples;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.search.Asha;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.study.Study;

/**
 * The study of {@link S01DigitsStudy} with trials that have to earn their epochs: many more configurations, most of which end
 * after the first. The table at the end shows how many epochs each came to: about a third of those at one depth to the next.
 */
final class S02AshaStudy extends DigitsSample {

    S02AshaStudy() {
        super(
                "asha",
                "S02AshaStudy: many configurations of which the best earn more epochs, and no worker waits",
                new SampleOptions.Defaults(42, 54, 27));
    }

    @Override
    Study<MultiLayerNetwork> study(Dataset digits, SampleOptions options) {
        return Study.of(S01DigitsStudy.SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(Asha.maxEpochs(options.epochs()).trials(options.trials()))
                .maximize("accuracy")
                .on(options.workers().executor());
    }

    @Override
    String announcement(SampleOptions options) {
        return String.format(
                "%d configurations; the best of them get 3, 9, ... and at most %d epochs",
                options.trials(), options.epochs());
    }
}
