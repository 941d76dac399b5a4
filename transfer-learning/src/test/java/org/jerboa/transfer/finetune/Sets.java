package org.jerboa.transfer.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Data for networks of {@code SampleNetworks}. */
final class Sets {

    /** Not a multiple of any batch size that is used. */
    static final int SHARD = 21;

    private Sets() {}

    /** Two shards to train, one to validate, one to test: tensors {@code image} of noise of this shape and {@code class}. */
    static Dataset images(int... shape) {
        Random random = new Random(5);
        TensorSpec image = TensorSpec.features("image", ElementType.FLOAT32, shape);
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (int index = 0; index < (split == Split.TRAINING ? 2 : 1); index++) {
                float[] pixels = new float[SHARD * image.elements()];
                int[] classes = new int[SHARD];
                for (int i = 0; i < SHARD; i++) {
                    classes[i] = random.nextInt(3);
                    for (int p = 0; p < image.elements(); p++) {
                        pixels[i * image.elements() + p] =
                                (float) (random.nextGaussian() + (p % 8) / 8.0 * (classes[i] - 1));
                    }
                }
                shards.add(Shard.of(
                        split,
                        index,
                        Examples.of(
                                Tensor.ofFloats(image, pixels),
                                Tensor.ofInts(TensorSpec.classes("class", 3), classes))));
            }
        }
        return Dataset.of("made up", 5, shards);
    }

    /** The first examples of a tensor, {@code [examples][shape]}. */
    static INDArray array(Tensor tensor, int examples) {
        float[] numbers = new float[examples * tensor.spec().elements()];
        tensor.copyFloats(0, examples, numbers, 0);
        long[] shape = new long[tensor.spec().shape().rank() + 1];
        shape[0] = examples;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = tensor.spec().shape().dimension(i - 1);
        }
        return Nd4j.create(numbers, shape, 'c');
    }
}
