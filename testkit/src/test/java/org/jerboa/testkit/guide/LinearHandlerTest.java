package org.jerboa.testkit.guide;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jerboa.testkit.contract.ModelHandlerContract;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;

class LinearHandlerTest extends ModelHandlerContract<double[]> {

    private static final int FEATURES = 9;

    @Override
    protected ModelHandler<double[]> handler() {
        return new LinearHandler();
    }

    @Override
    protected List<Configuration> configurations() {
        return List.of(
                Configuration.of(Map.of("inputs", 9, "learningRate", 0.1, "batchSize", 8)),
                Configuration.of(Map.of("inputs", 3, "learningRate", 0.01, "batchSize", 5)));
    }

    @Override
    protected List<Examples> shards() {
        return List.of(examples(0, 50), examples(1, 35));
    }

    @Override
    protected Examples validation() {
        return examples(2, 20);
    }

    /** The target is the sum of the features. */
    private static Examples examples(int block, int count) {
        RandomGenerator random = RandomStreams.stream(4, "examples", block);
        float[] features = new float[count * FEATURES];
        float[] targets = new float[count];
        for (int i = 0; i < features.length; i++) {
            features[i] = random.nextFloat();
            targets[i / FEATURES] += features[i];
        }
        return Examples.of(
                Tensor.ofFloats(TensorSpec.features("features", ElementType.FLOAT32, FEATURES), features),
                Tensor.ofFloats(TensorSpec.targets("sum", 1), targets));
    }
}
