package org.jerboa.arbiter;

import java.util.stream.Stream;
import org.deeplearning4j.arbiter.GraphConfiguration;
import org.deeplearning4j.arbiter.scoring.util.ScoreUtil;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** What a {@code ComputationGraphSpace} gives. */
final class GraphKind implements NetworkKind<GraphConfiguration, ComputationGraph> {

    private static final long serialVersionUID = 1L;

    @Override
    public Class<GraphConfiguration> valueType() {
        return GraphConfiguration.class;
    }

    @Override
    public ComputationGraph create(GraphConfiguration value) {
        ComputationGraph network = new ComputationGraph(value.getConfiguration());
        network.init();
        return network;
    }

    @Override
    public int epochs(GraphConfiguration value) {
        return value.getNumEpochs();
    }

    @Override
    public Stream<Layer> layers(GraphConfiguration value) {
        return value.getConfiguration().getVertices().values().stream()
                .filter(vertex -> vertex instanceof LayerVertex)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer());
    }

    @Override
    public @Nullable EarlyStoppingConfiguration<ComputationGraph> earlyStopping(GraphConfiguration value) {
        return value.getEarlyStoppingConfiguration();
    }

    @Override
    public void addListener(ComputationGraph network, TrainingListener listener) {
        network.addListeners(listener);
    }

    @Override
    public void fit(ComputationGraph network, Object data, int epochs) {
        MultiDataSetIterator iterator = ScoreUtil.getMultiIterator(data);
        for (int epoch = 0; epoch < epochs; epoch++) {
            network.fit(iterator);
        }
    }

    @Override
    public EarlyStoppingResult<ComputationGraph> fit(
            ComputationGraph network, Object data, EarlyStoppingConfiguration<ComputationGraph> untilThen) {
        return new EarlyStoppingGraphTrainer(untilThen, network, ScoreUtil.getMultiIterator(data), null).fit();
    }
}
