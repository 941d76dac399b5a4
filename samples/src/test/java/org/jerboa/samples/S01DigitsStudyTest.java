package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.Test;

class S01DigitsStudyTest {

    @Test
    void leavesEachClassItsShareInEverySplit() throws Exception {
        Dataset digits = S01DigitsStudy.digits(1);

        assertThat(digits.examples(Split.TRAINING)).isEqualTo(1079);
        assertThat(digits.examples(Split.VALIDATION)).isEqualTo(359);
        assertThat(digits.examples(Split.TEST)).isEqualTo(359);
        assertThat(digits.shards(Split.TRAINING)).hasSize(4);
    }

    @Test
    void describesANetworkForEveryChoice() {
        List<Configuration> choices = S01DigitsStudy.SPACE.grid(1).stream()
                .flatMap(choice -> Stream.of(0.0, 0.5)
                        .map(dropout -> S01DigitsStudy.SPACE.change(choice, Map.of("dropout", dropout))))
                .toList();
        assertThat(choices).isNotEmpty().allSatisfy(choice -> {
            MultiLayerNetwork network = new MultiLayerNetwork(S01DigitsStudy.network(choice));
            network.init();
            assertThat(network.numParams()).isPositive();
            network.close();
        });
    }
}
