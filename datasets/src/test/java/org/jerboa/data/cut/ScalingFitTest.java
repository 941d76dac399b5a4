package org.jerboa.data.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.data.Loaded.floats;
import static org.jerboa.data.Loaded.training;

import java.io.IOException;
import java.util.Random;
import org.jerboa.data.ArrayBuilder;
import org.jerboa.data.Datasets;
import org.jerboa.data.Loaded;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.Test;

class ScalingFitTest {

    private static final int FEATURES = 3;

    @Test
    void standardisedTrainingFeaturesHaveMeanZeroAndDeviationOne() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            Dataset dataset = shifted(seed).standardise().load();

            double[] sums = new double[FEATURES];
            double[] squares = new double[FEATURES];
            for (Shard shard : dataset.shards(Split.TRAINING)) {
                float[] values = floats(shard, "features");
                for (int i = 0; i < values.length; i++) {
                    sums[i % FEATURES] += values[i];
                    squares[i % FEATURES] += (double) values[i] * values[i];
                }
            }
            double examples = dataset.examples(Split.TRAINING);
            for (int f = 0; f < FEATURES; f++) {
                assertThat(sums[f] / examples).as("seed %d", seed).isCloseTo(0, within(1e-5));
                assertThat(squares[f] / examples).as("seed %d", seed).isCloseTo(1, within(1e-5));
            }
        }
    }

    /** A mean far from 0 is where sums of squares in single precision, or without care, would fail. */
    private static ArrayBuilder shifted(long seed) {
        Random random = new Random(seed);
        float[][] features = Loaded.gaussian(random, 200, FEATURES);
        for (float[] row : features) {
            row[1] = row[1] * 100 + 5000;
            row[2] = row[2] * 0.01f - 2;
        }
        return Datasets.arrays(features, new int[features.length]).seed(seed);
    }

    @Test
    void minMaxMapsTheTrainingRangeToZeroAndOne() throws IOException {
        Dataset dataset = shifted(1).minMax().load();
        float[] low = {9, 9, 9};
        float[] high = {-9, -9, -9};

        for (Shard shard : dataset.shards(Split.TRAINING)) {
            float[] values = floats(shard, "features");
            for (int i = 0; i < values.length; i++) {
                low[i % FEATURES] = Math.min(low[i % FEATURES], values[i]);
                high[i % FEATURES] = Math.max(high[i % FEATURES], values[i]);
            }
        }

        for (int f = 0; f < FEATURES; f++) {
            assertThat(low[f]).isCloseTo(0, within(1e-6f));
            assertThat(high[f]).isCloseTo(1, within(1e-6f));
        }
    }

    @Test
    void validationExamplesDoNotInfluenceTheFit() throws IOException {
        float[][] features = new float[50][1];
        for (int i = 0; i < features.length; i++) {
            features[i][0] = i;
        }
        Dataset first = Datasets.arrays(features, new int[50]).minMax().load();
        for (int number : Loaded.numbers(first, Split.VALIDATION)) {
            features[number][0] = 1e6f;
        }

        Dataset second = Datasets.arrays(features, new int[50]).minMax().load();

        assertThat(second.schema()).isEqualTo(first.schema());
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void storedValuesStayAsTheyWere() throws IOException {
        Dataset plain = shifted(3).load();
        Dataset scaled = shifted(3).standardise().load();

        assertThat(training(scaled).checksum()).isEqualTo(training(plain).checksum());
        assertThat(plain.schema().tensor("features").scaling()).isEqualTo(Scaling.identity());
    }

    @Test
    void aConstantFeatureBecomesZero() throws IOException {
        float[][] features = {{5, 1}, {5, 2}, {5, 3}};

        for (ArrayBuilder builder : new ArrayBuilder[] {
            Datasets.arrays(features, new int[3]).minMax(),
            Datasets.arrays(features, new int[3]).standardise()
        }) {
            float[] values = floats(training(builder.split(1, 0).shards(1).load()), "features");
            assertThat(new float[] {values[0], values[2], values[4]}).containsOnly(0f);
        }
    }

    @Test
    void imagesAreScaledByChannel() throws IOException {
        // two channels of two pixels; 0..30 in the first one, 100..140 in the second
        float[][] features = {{0, 10, 100, 120}, {20, 30, 130, 140}};

        Dataset dataset = Datasets.arrays(features, new int[2])
                .image(1, 2, 2)
                .minMax()
                .split(1, 0)
                .shards(1)
                .load();

        Scaling scaling = dataset.schema().tensor("features").scaling();
        assertThat(new double[] {scaling.scale(0), scaling.scale(1), scaling.scale(2), scaling.scale(3)})
                .containsExactly(1 / 30.0, 1 / 30.0, 1 / 40.0, 1 / 40.0);
        assertThat(scaling.shift(2)).isEqualTo(-2.5);
    }

    @Test
    void oneChannelIsScaledByOnePairForAllPixels() throws IOException {
        Dataset dataset = Datasets.arrays(new float[][] {{0, 1, 2, 8}, {3, 4, 5, 6}}, new int[2])
                .image(2, 2, 1)
                .minMax()
                .split(1, 0)
                .shards(1)
                .load();

        assertThat(dataset.schema().tensor("features").scaling()).isEqualTo(Scaling.of(1 / 8.0, 0));
    }

    @Test
    void paddingDoesNotCountForSequences() throws IOException {
        // one column: the steps are 2, 4 and 6, and one step of padding
        float[][][] features = {{{2}, {4}}, {{6}}};

        Dataset dataset = Datasets.sequences(features, new int[] {0, 1})
                .standardise()
                .split(1, 0)
                .shards(1)
                .load();

        double deviation = Math.sqrt(8 / 3.0);
        Scaling scaling = dataset.schema().tensor("features").scaling();
        assertThat(scaling.scale(0)).isCloseTo(1 / deviation, within(1e-12));
        assertThat(scaling.shift(0)).isCloseTo(-4 / deviation, within(1e-12));
        assertThat(scaling.isUniform()).isTrue();
    }

    @Test
    void rejectsTwoScalings() {
        assertThatThrownBy(() -> shifted(1).scale(0, 1).standardise())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave one of them out");
        assertThatThrownBy(() -> shifted(1).scale(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("swap the bounds");
    }
}
