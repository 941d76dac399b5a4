package org.jerboa.benchmarks.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/** Images that show nothing: how long a network takes does not depend on what they show. */
final class Noise {

    private static final int CLASSES = 10;
    private static final int SHARDS = 2;

    /** Of bytes that are equally likely. */
    private static final double MEAN = 127.5;

    private static final double DEVIATION = 73.9;

    private Noise() {}

    /** Colour images of bytes, read as numbers of mean 0 and variance 1, in ten classes: as many to train as to validate. */
    static Dataset images(int side, int count) {
        Random random = new Random(1);
        TensorSpec pixels = TensorSpec.features("image", ElementType.UINT8, 3, side, side)
                .withScaling(Scaling.of(1 / DEVIATION, -MEAN / DEVIATION));
        List<Shard> shards = new ArrayList<>();
        for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
            int parts = split == Split.TRAINING ? SHARDS : 1;
            for (int index = 0; index < parts; index++) {
                int each = count / parts;
                int[] values =
                        random.ints((long) each * pixels.elements(), 0, 256).toArray();
                int[] classes = random.ints(each, 0, CLASSES).toArray();
                shards.add(Shard.of(
                        split,
                        index,
                        Examples.of(
                                Tensor.ofInts(pixels, values),
                                Tensor.ofInts(TensorSpec.classes("class", CLASSES), classes))));
            }
        }
        return Dataset.of("noise", 1, shards);
    }
}
