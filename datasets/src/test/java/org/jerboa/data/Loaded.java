package org.jerboa.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;

/** What tests ask of datasets, and what they make them of. */
public final class Loaded {

    private Loaded() {}

    /** Examples whose only feature is their number, sorted by class: the first ones have class 0. */
    public static ArrayBuilder numbered(int examples, int classes) {
        float[][] features = new float[examples][1];
        int[] labels = new int[examples];
        for (int i = 0; i < examples; i++) {
            features[i][0] = i;
            labels[i] = (int) ((long) i * classes / examples);
        }
        return Datasets.arrays(features, labels).classes(classes);
    }

    public static float[][] gaussian(Random random, int examples, int features) {
        float[][] values = new float[examples][features];
        for (float[] row : values) {
            for (int i = 0; i < features; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return values;
    }

    /** The first stored feature of each example, in order; to be used where it is the example's number. */
    public static List<Integer> numbers(Shard shard) throws IOException {
        Examples examples = shard.open();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < examples.count(); i++) {
            numbers.add(Math.round(examples.features().get(0).raw().getFloat((int)
                    (i * examples.features().get(0).spec().bytesPerExample()))));
        }
        return numbers;
    }

    public static List<Integer> numbers(Dataset dataset, Split split) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (Shard shard : dataset.shards(split)) {
            numbers.addAll(numbers(shard));
        }
        return numbers;
    }

    public static List<Integer> numbers(Dataset dataset) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (Split split : Split.values()) {
            numbers.addAll(numbers(dataset, split));
        }
        return numbers;
    }

    /** How many examples of each class a shard has. */
    public static int[] classCounts(Shard shard) throws IOException {
        Tensor labels = shard.open().labels().get(0);
        int[] counts = new int[labels.spec().classes()];
        for (int i = 0; i < labels.examples(); i++) {
            counts[labels.intAt(i)]++;
        }
        return counts;
    }

    public static int[] classCounts(Dataset dataset, Split split) throws IOException {
        int[] sum = new int[dataset.schema().labels().get(0).classes()];
        for (Shard shard : dataset.shards(split)) {
            int[] counts = classCounts(shard);
            Arrays.setAll(sum, c -> sum[c] + counts[c]);
        }
        return sum;
    }

    /** The scaled values of a tensor of one shard. */
    public static float[] floats(Shard shard, String tensor) throws IOException {
        Tensor values = shard.open().tensor(tensor);
        float[] floats = new float[values.examples() * values.spec().elements()];
        values.copyFloats(0, values.examples(), floats, 0);
        return floats;
    }

    public static int[] ints(Shard shard, String tensor) throws IOException {
        Tensor values = shard.open().tensor(tensor);
        int[] ints = new int[values.examples() * values.spec().elements()];
        values.copyInts(0, values.examples(), ints, 0);
        return ints;
    }

    public static Shard training(Dataset dataset) {
        return dataset.shards(Split.TRAINING).get(0);
    }
}
