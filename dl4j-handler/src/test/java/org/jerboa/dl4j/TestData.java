package org.jerboa.dl4j;

import java.util.List;
import java.util.Random;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/** Random examples of learnable tasks, for the networks of {@link TestNetworks}. */
final class TestData {

    private TestData() {}

    static Examples vectors(int count, long seed) {
        Random random = new Random(seed);
        float[] features = gaussian(random, count * 6);
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            classes[i] = features[i * 6] > 0.4 ? 2 : features[i * 6 + 1] > 0 ? 1 : 0;
        }
        return Examples.of(floats("x", Role.FEATURES, features, 6), classes("y", 3, classes));
    }

    /** Bytes, scaled to 0..1. */
    static Examples images(int count, long seed) {
        Random random = new Random(seed);
        int[] pixels = new int[count * 128];
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            classes[i] = random.nextInt(3);
            for (int p = 0; p < 128; p++) {
                boolean bright = p / 8 % 3 == classes[i];
                pixels[i * 128 + p] = random.nextInt(128) + (bright ? 127 : 0);
            }
        }
        TensorSpec spec = new TensorSpec(
                "image", Role.FEATURES, ElementType.UINT8, Shape.of(2, 8, 8), 0, List.of(), Scaling.range(0, 255));
        return Examples.of(Tensor.ofInts(spec, pixels), classes("digit", 3, classes));
    }

    /** Of 7 steps, between 2 and 7 of which count. */
    static Examples sequences(int count, long seed) {
        Random random = new Random(seed);
        float[] features = gaussian(random, count * 28);
        int[] classes = new int[count * 7];
        int[] mask = new int[count * 7];
        for (int i = 0; i < count; i++) {
            int length = 2 + random.nextInt(6);
            for (int t = 0; t < 7; t++) {
                int at = (i * 7 + t) * 4;
                classes[i * 7 + t] = features[at] > 0.3 ? 2 : features[at + 1] > 0 ? 1 : 0;
                mask[i * 7 + t] = t < length ? 1 : 0;
            }
        }
        TensorSpec labels =
                new TensorSpec("y", Role.LABELS, ElementType.INT32, Shape.of(7), 3, List.of(), Scaling.identity());
        return Examples.of(
                floats("x", Role.FEATURES, features, 7, 4),
                mask("x.mask", Role.FEATURES_MASK, mask),
                Tensor.ofInts(labels, classes),
                mask("y.mask", Role.LABELS_MASK, mask));
    }

    static Examples pairs(int count, long seed) {
        Random random = new Random(seed);
        float[] left = gaussian(random, count * 6);
        float[] right = gaussian(random, count * 4);
        int[] classes = new int[count];
        float[] targets = new float[count * 2];
        for (int i = 0; i < count; i++) {
            classes[i] = left[i * 6] > right[i * 4] ? 0 : left[i * 6 + 1] > 0 ? 1 : 2;
            targets[i * 2] = left[i * 6] - right[i * 4];
            targets[i * 2 + 1] = right[i * 4 + 1];
        }
        return Examples.of(
                floats("right", Role.FEATURES, right, 4),
                floats("left", Role.FEATURES, left, 6),
                classes("class", 3, classes),
                floats("target", Role.LABELS, targets, 2));
    }

    static float[] gaussian(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static Tensor floats(String name, Role role, float[] values, int... shape) {
        return Tensor.ofFloats(
                new TensorSpec(name, role, ElementType.FLOAT32, Shape.of(shape), 0, List.of(), Scaling.identity()),
                values);
    }

    static Tensor classes(String name, int classes, int... values) {
        return Tensor.ofInts(
                new TensorSpec(
                        name, Role.LABELS, ElementType.UINT8, Shape.scalar(), classes, List.of(), Scaling.identity()),
                values);
    }

    private static Tensor mask(String name, Role role, int[] values) {
        return Tensor.ofInts(
                new TensorSpec(name, role, ElementType.UINT8, Shape.of(7), 0, List.of(), Scaling.identity()), values);
    }
}
