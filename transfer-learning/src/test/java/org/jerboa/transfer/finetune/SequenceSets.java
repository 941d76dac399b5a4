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

/** Sequences of 7 steps of 3 numbers with a class for each step. */
final class SequenceSets {

    private SequenceSets() {}

    static Dataset steps() {
        Random random = new Random(6);
        List<Shard> shards = new ArrayList<>();
        for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
            float[] numbers = new float[Sets.SHARD * 21];
            int[] classes = new int[Sets.SHARD * 7];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            for (int i = 0; i < classes.length; i++) {
                classes[i] = numbers[3 * i] > 0 ? 1 : 0;
            }
            shards.add(Shard.of(
                    split,
                    0,
                    Examples.of(
                            Tensor.ofFloats(TensorSpec.features("steps", ElementType.FLOAT32, 7, 3), numbers),
                            Tensor.ofInts(TensorSpec.classes("kind", 2, 7), classes))));
        }
        return Dataset.of("sequences", 6, shards);
    }
}
