package org.jerboa.testkit.perceptron;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.random.RandomStreams;

/**
 * Made-up data for tests: clouds of points around one centre a class, near enough to each other that a classifier has
 * something to learn. The same numbers on every machine.
 *
 * @param features numbers an example has
 * @param classes number of classes, which occur equally often but for chance
 * @param seed names the data
 */
public record Blobs(int features, int classes, long seed) {

    /** Features {@code [features]} of type FLOAT32, and one class index. */
    public Schema schema() {
        return Schema.of(
                TensorSpec.features("features", ElementType.FLOAT32, features), TensorSpec.classes("label", classes));
    }

    /**
     * A block of examples.
     *
     * @param block tells blocks apart; the same number gives the same examples, the first ones also if {@code count}
     *     differs
     */
    public Examples examples(int block, int count) {
        RandomGenerator random = RandomStreams.stream(seed, "examples", block);
        float[] centres = centres();
        float[] values = new float[count * features];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (int) (random.nextDouble() * classes);
            for (int j = 0; j < features; j++) {
                values[i * features + j] = centres[labels[i] * features + j] + bell(random);
            }
        }
        List<TensorSpec> specs = schema().tensors();
        return Examples.of(Tensor.ofFloats(specs.get(0), values), Tensor.ofInts(specs.get(1), labels));
    }

    /**
     * A dataset of training shards of unequal size, the first the largest, and one validation shard.
     *
     * @param training training examples in all
     */
    public Dataset dataset(int shards, int training, int validation) {
        List<Shard> all = new ArrayList<>();
        int rest = training;
        for (int i = 0; i < shards; i++) {
            int even = rest / (shards - i);
            int size = i == shards - 1 ? rest : Math.min(rest - (shards - 1 - i), even + even / 8 + 1);
            all.add(Shard.of(Split.TRAINING, i, examples(i, size)));
            rest -= size;
        }
        all.add(Shard.of(Split.VALIDATION, 0, examples(shards, validation)));
        return Dataset.of("blobs", seed, all);
    }

    private float[] centres() {
        RandomGenerator random = RandomStreams.stream(seed, "centres");
        float[] centres = new float[classes * features];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = 2 * bell(random);
        }
        return centres;
    }

    /** A bell-shaped draw of standard deviation 1, from sums alone. */
    private static float bell(RandomGenerator random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return (float) sum;
    }
}
