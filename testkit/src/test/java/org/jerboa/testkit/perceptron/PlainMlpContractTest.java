package org.jerboa.testkit.perceptron;

import java.util.List;
import java.util.Map;
import org.jerboa.testkit.contract.ModelHandlerContract;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;

public class PlainMlpContractTest extends ModelHandlerContract<PlainMlp> {

    private static final Blobs BLOBS = new Blobs(6, 3, 9);

    @Override
    protected ModelHandler<PlainMlp> handler() {
        return PlainMlpHandler.of(BLOBS.schema());
    }

    @Override
    protected List<Configuration> configurations() {
        return List.of(
                Configuration.of(Map.of("learningRate", 0.05, "hidden", 12, "batchSize", 8, "dropout", 0.2)),
                Configuration.of(Map.of("learningRate", 0.02, "hidden", 0, "batchSize", 10, "decay", 0.5)),
                Configuration.of(
                        Map.of("learningRate", 0.1, "hidden", 5, "batchSize", 7, "activation", "tanh", "warmup", 20)));
    }

    @Override
    protected List<Examples> shards() {
        return List.of(BLOBS.examples(0, 61), BLOBS.examples(1, 40));
    }

    @Override
    protected Examples validation() {
        return BLOBS.examples(2, 50);
    }

    @Override
    protected double mergeTolerance() {
        return 0;
    }
}
