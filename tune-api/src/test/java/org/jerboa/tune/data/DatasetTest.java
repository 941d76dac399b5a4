package org.jerboa.tune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {

    private final TensorSpec features = TensorSpec.features("x", ElementType.FLOAT32);
    private final TensorSpec label = TensorSpec.classes("y", 3);

    @Test
    void ordersShardsAndCountsSplits() {
        Dataset dataset = Dataset.of(
                "d",
                7,
                List.of(shard(Split.TEST, 0, 0), shard(Split.TRAINING, 1, 1, 2), shard(Split.TRAINING, 0, 0, 1, 2)));

        assertThat(dataset.examples(Split.TRAINING)).isEqualTo(5);
        assertThat(dataset.examples(Split.VALIDATION)).isZero();
        assertThat(dataset.examples(Split.TEST)).isEqualTo(1);
        assertThat(dataset.shards(Split.TRAINING)).extracting(Shard::index).containsExactly(0, 1);
        assertThat(dataset.shards(Split.VALIDATION)).isEmpty();
        assertThat(dataset.bytes()).isEqualTo(6 * 5);
        assertThat(dataset).hasToString("d: 5 training examples in 2 shards, 0 validation, 1 test");
    }

    @Test
    void fingerprintTellsDataApart() {
        String fingerprint = fingerprint(shard(Split.TRAINING, 0, 0, 1), shard(Split.TRAINING, 1, 2));

        assertThat(fingerprint)
                .matches("[0-9a-f]{64}")
                .isEqualTo(fingerprint(shard(Split.TRAINING, 1, 2), shard(Split.TRAINING, 0, 0, 1)))
                .isNotEqualTo(fingerprint(shard(Split.TRAINING, 0, 0, 2), shard(Split.TRAINING, 1, 2)))
                .isNotEqualTo(fingerprint(shard(Split.TRAINING, 0, 0, 1), shard(Split.VALIDATION, 0, 2)))
                .isNotEqualTo(fingerprint(shard(Split.TRAINING, 0, 0), shard(Split.TRAINING, 1, 1, 2)));
    }

    @Test
    void fingerprintCoversTheScaling() {
        TensorSpec scaled = features.withScaling(Scaling.range(0, 2));
        Shard plain = Shard.of(Split.TRAINING, 0, Examples.of(Tensor.ofFloats(features, 1)));
        Shard other = Shard.of(Split.TRAINING, 0, Examples.of(Tensor.ofFloats(scaled, 1)));

        assertThat(fingerprint(plain)).isNotEqualTo(fingerprint(other));
    }

    private static String fingerprint(Shard... shards) {
        return Dataset.of("d", 7, List.of(shards)).fingerprint();
    }

    @Test
    void rejectsDatasetsWithoutTraining() {
        assertThatThrownBy(() -> Dataset.of("d", 7, List.of(shard(Split.TEST, 0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dataset 'd' has no training shard; give it at least one");
        assertThatThrownBy(() -> Dataset.of("d", 7, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejectsEmptyShards() {
        assertThatThrownBy(() -> Dataset.of("d", 7, List.of(shard(Split.TRAINING, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dataset 'd': training shard 0 has no examples; use fewer shards");
    }

    @Test
    void rejectsRepeatedAndMissingNumbers() {
        assertThatThrownBy(() -> Dataset.of("d", 7, List.of(shard(Split.TRAINING, 0, 1), shard(Split.TRAINING, 0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("training shard 0 is repeated or follows a gap");
        assertThatThrownBy(() -> Dataset.of("d", 7, List.of(shard(Split.TRAINING, 0, 1), shard(Split.TEST, 1, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test shard 1 is repeated or follows a gap");
    }

    @Test
    void rejectsShardsOfAnotherSchema() {
        Shard other = Shard.of(Split.VALIDATION, 0, Examples.of(Tensor.ofFloats(features, 1)));

        assertThatThrownBy(() -> Dataset.of("d", 7, List.of(shard(Split.TRAINING, 0, 1), other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the schema of validation shard 0 differs from that of training shard 0");
    }

    @Test
    void rejectsClassIndicesOutOfRange() {
        assertThatThrownBy(() -> Dataset.of("d", 7, List.of(shard(Split.TRAINING, 0, 1), shard(Split.TEST, 0, 0, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("test shard 0, example 1: class index 3 of tensor 'y' is outside 0..2 (3 classes); correct"
                        + " the value or the number of classes");
    }

    @Test
    void saysWhichShardCannotBeOpened() {
        Shard broken = new BrokenShard(shard(Split.TRAINING, 0, 1));

        assertThatThrownBy(() -> Dataset.of("d", 7, List.of(broken)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot open training shard 0: the disk is gone");
    }

    private Shard shard(Split split, int index, int... labels) {
        return Shard.of(
                split,
                index,
                Examples.of(Tensor.ofFloats(features, new float[labels.length]), Tensor.ofInts(label, labels)));
    }

    private record BrokenShard(Shard shard) implements Shard {

        @Override
        public Split split() {
            return shard.split();
        }

        @Override
        public int index() {
            return shard.index();
        }

        @Override
        public Schema schema() {
            return shard.schema();
        }

        @Override
        public int examples() {
            return shard.examples();
        }

        @Override
        public long bytes() {
            return shard.bytes();
        }

        @Override
        public Examples open() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public long checksum() {
            return shard.checksum();
        }
    }
}
