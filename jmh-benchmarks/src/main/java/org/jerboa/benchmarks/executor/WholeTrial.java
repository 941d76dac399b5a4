package org.jerboa.benchmarks.executor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jerboa.tune.study.EpochResult;

/**
 * Trains a trial from its first epoch to its last on the calling thread and validates it after each, without an executor,
 * checkpoints or hops.
 */
final class WholeTrial {

    private final ModelHandler<MultiLayerNetwork> handler;
    private final Dataset data;

    WholeTrial(ModelHandler<MultiLayerNetwork> handler, Dataset data) {
        this.handler = handler;
        this.data = data;
    }

    /**
     * @param firstMetric run when the first epoch has been validated
     * @return metrics after each epoch, as a study reports them
     */
    List<Map<String, Double>> train(Recipe recipe, int epochs, Runnable firstMetric) throws Exception {
        List<Map<String, Double>> metrics = new ArrayList<>();
        MultiLayerNetwork model = handler.create(recipe.configuration(), recipe.seed());
        for (int epoch = 0; epoch < epochs; epoch++) {
            TrainingSummary training = trainEpoch(model, recipe, epoch);
            Map<String, Double> reached =
                    new LinkedHashMap<>(handler.evaluate(model, open(Split.VALIDATION, 0), unit(recipe, epoch, 0, 0))
                            .values());
            reached.put(EpochResult.TRAINING_LOSS, training.loss());
            metrics.add(reached);
            if (epoch == 0) {
                firstMetric.run();
            }
        }
        handler.close(model);
        return metrics;
    }

    private TrainingSummary trainEpoch(MultiLayerNetwork model, Recipe recipe, int epoch) throws Exception {
        List<TrainingSummary> units = new ArrayList<>();
        List<Integer> order = recipe.orders().get(epoch);
        for (int position = 0; position < order.size(); position++) {
            int shard = order.get(position);
            units.add(handler.train(model, open(Split.TRAINING, shard), unit(recipe, epoch, position, shard)));
        }
        return units.stream().reduce(TrainingSummary::merge).orElseThrow();
    }

    private Examples open(Split split, int shard) throws IOException {
        return data.shards(split).get(shard).open();
    }

    private UnitContext unit(Recipe recipe, int epoch, int position, int shard) {
        return new UnitContext(
                recipe.trial(),
                recipe.configuration(),
                epoch,
                position,
                data.shards(Split.TRAINING).size(),
                RandomStreams.seed(recipe.seed(), "unit", epoch, shard),
                Set.of(),
                () -> false);
    }
}
