package org.jerboa.arbiter;

import java.util.stream.Stream;
import org.deeplearning4j.arbiter.DL4JConfiguration;
import org.deeplearning4j.arbiter.scoring.util.ScoreUtil;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What a {@code MultiLayerSpace} gives. */
final class SequentialKind implements NetworkKind<DL4JConfiguration, MultiLayerNetwork> {

    private static final long serialVersionUID = 1L;

    @Override
    public Class<DL4JConfiguration> valueType() {
        return DL4JConfiguration.class;
    }

    @Override
    public MultiLayerNetwork create(DL4JConfiguration value) {
        MultiLayerNetwork network = new MultiLayerNetwork(value.getMultiLayerConfiguration());
        network.init();
        return network;
    }

    @Override
    public int epochs(DL4JConfiguration value) {
        return value.getNumEpochs();
    }

    @Override
    public Stream<Layer> layers(DL4JConfiguration value) {
        return value.getMultiLayerConfiguration().getConfs().stream().map(NeuralNetConfiguration::getLayer);
    }

    @Override
    @SuppressWarnings("unchecked") // Arbiter declares it raw
    public @Nullable EarlyStoppingConfiguration<MultiLayerNetwork> earlyStopping(DL4JConfiguration value) {
        return value.getEarlyStoppingConfiguration();
    }

    @Override
    public void addListener(MultiLayerNetwork network, TrainingListener listener) {
        network.addListeners(listener);
    }

    @Override
    public void fit(MultiLayerNetwork network, Object data, int epochs) {
        DataSetIterator iterator = ScoreUtil.getIterator(data);
        for (int epoch = 0; epoch < epochs; epoch++) {
            network.fit(iterator);
        }
    }

    @Override
    public EarlyStoppingResult<MultiLayerNetwork> fit(
            MultiLayerNetwork network, Object data, EarlyStoppingConfiguration<MultiLayerNetwork> untilThen) {
        return new EarlyStoppingTrainer(untilThen, network, ScoreUtil.getIterator(data), null).fit();
    }
}
