package org.jerboa.testkit.perceptron;

import static org.assertj.core.api.Assertions.assertThat;

import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class BlobsTest {

    @ParameterizedTest
    @CsvSource({"4, 200", "3, 100", "1, 10", "5, 5", "7, 1000"})
    void shardsHoldAllExamplesAndDifferInSize(int shards, int training) {
        Dataset data = new Blobs(3, 2, 1).dataset(shards, training, 20);
        assertThat(data.shards(Split.TRAINING)).hasSize(shards);
        assertThat(data.examples(Split.TRAINING)).isEqualTo(training);
        assertThat(data.examples(Split.VALIDATION)).isEqualTo(20);
        if (shards > 1 && training > 10 * shards) {
            assertThat(data.shards(Split.TRAINING))
                    .extracting(Shard::examples)
                    .satisfies(sizes -> assertThat(sizes.get(0)).isGreaterThan(sizes.get(shards - 1)));
        }
    }

    @Test
    void sameSeedAndBlockGiveSameExamples() {
        Examples examples = new Blobs(3, 2, 1).examples(4, 30);
        assertThat(new Blobs(3, 2, 1).examples(4, 30).checksum()).isEqualTo(examples.checksum());
        assertThat(new Blobs(3, 2, 1).examples(4, 40).slice(0, 30).checksum()).isEqualTo(examples.checksum());
        assertThat(new Blobs(3, 2, 1).examples(5, 30).checksum()).isNotEqualTo(examples.checksum());
        assertThat(new Blobs(3, 2, 2).examples(4, 30).checksum()).isNotEqualTo(examples.checksum());
    }
}
