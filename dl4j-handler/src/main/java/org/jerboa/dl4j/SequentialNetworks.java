package org.jerboa.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Sequential networks. */
final class SequentialNetworks extends Networks<MultiLayerNetwork> {

    private final NetworkFunction function;

    SequentialNetworks(NetworkFunction function) {
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    int kind() {
        return 1;
    }

    @Override
    MultiLayerNetwork build(Configuration configuration, long seed) throws Exception {
        MultiLayerConfiguration described = function.describe(configuration);
        if (described == null) {
            throw new IllegalArgumentException(
                    "the network function gave null for " + configuration + "; return a MultiLayerConfiguration");
        }
        // The function may hand out one object many times, and layers and preprocessors keep state in theirs.
        MultiLayerConfiguration own = described.clone();
        own.getConfs().forEach(Supported::check);
        MultiLayerNetwork network = new MultiLayerNetwork(own);
        setSeed(network, seed);
        return network;
    }

    @Override
    long parameterCount(MultiLayerNetwork network) {
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        long count = 0;
        for (NeuralNetConfiguration layer : configuration.getConfs()) {
            layer.getLayer().setDataType(configuration.getDataType());
            count += layer.getLayer().initializer().numParams(layer);
        }
        return count;
    }

    @Override
    List<LayerFlow> flows(MultiLayerNetwork network, List<InputType> inputs) {
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        List<InputType> outputs = configuration.getLayerActivationTypes(inputs.get(0));
        List<LayerFlow> flows = new ArrayList<>();
        long in = inputs.get(0).arrayElementsPerExample();
        for (int i = 0; i < outputs.size(); i++) {
            long out = outputs.get(i).arrayElementsPerExample();
            flows.add(new LayerFlow(configuration.getConf(i).getLayer(), in, out));
            in = out;
        }
        return flows;
    }

    @Override
    List<org.deeplearning4j.nn.conf.layers.Layer> described(MultiLayerNetwork network) {
        return network.getLayerWiseConfigurations().getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .toList();
    }

    @Override
    void initialise(MultiLayerNetwork network) {
        network.init();
    }

    @Override
    void initialise(MultiLayerNetwork network, INDArray parameters) {
        network.init(parameters, false);
    }

    @Override
    INDArray parameters(MultiLayerNetwork network) {
        return network.params();
    }

    @Override
    Collection<TrainingListener> listeners(MultiLayerNetwork network) {
        return network.getListeners();
    }

    @Override
    void addListener(MultiLayerNetwork network, TrainingListener listener) {
        network.addListeners(listener);
    }

    @Override
    @Nullable
    INDArray updaterState(MultiLayerNetwork network) {
        return network.getUpdater(true).getStateViewArray();
    }

    @Override
    @Nullable
    INDArray updaterStateSoFar(MultiLayerNetwork network) {
        Updater updater = network.getUpdater(false);
        return updater == null ? null : updater.getStateViewArray();
    }

    @Override
    @Nullable
    INDArray gradients(MultiLayerNetwork network) {
        return network.getGradientsViewArray();
    }

    @Override
    StateLayout layout(MultiLayerNetwork network) {
        return StateLayout.of(network.paramTable(), (BaseMultiLayerUpdater<?>) network.getUpdater(true));
    }

    @Override
    int iteration(MultiLayerNetwork network) {
        return network.getIterationCount();
    }

    @Override
    int epoch(MultiLayerNetwork network) {
        return network.getEpochCount();
    }

    @Override
    void setCounters(MultiLayerNetwork network, int iteration, int epoch) {
        network.setIterationCount(iteration);
        network.setEpochCount(epoch);
        for (Layer layer : network.getLayers()) {
            layer.setIterationCount(iteration);
            layer.setEpochCount(epoch);
        }
    }

    @Override
    long seed(MultiLayerNetwork network) {
        return network.getDefaultConfiguration().getSeed();
    }

    @Override
    void setSeed(MultiLayerNetwork network, long seed) {
        network.getDefaultConfiguration().setSeed(seed);
        network.getLayerWiseConfigurations().getConfs().forEach(layer -> layer.setSeed(seed));
    }

    @Override
    DataType dataType(MultiLayerNetwork network) {
        return network.getLayerWiseConfigurations().getDataType();
    }

    @Override
    Layer[] layers(MultiLayerNetwork network) {
        return network.getLayers();
    }

    @Override
    List<InputPort> inputs(MultiLayerNetwork network) {
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        return List.of(Ports.input(
                "input",
                configuration.getInputPreProcess(0),
                configuration.getConf(0).getLayer()));
    }

    @Override
    List<OutputPort> outputs(MultiLayerNetwork network) {
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        int last = configuration.getConfs().size() - 1;
        return List.of(Ports.output("output", configuration.getConf(last).getLayer()));
    }

    @Override
    void fit(MultiLayerNetwork network, Minibatch minibatch) {
        network.fit(dataSet(minibatch));
    }

    @Override
    INDArray[] output(MultiLayerNetwork network, Minibatch minibatch) {
        return new INDArray[] {
            network.output(minibatch.features()[0], false, minibatch.featureMask(), minibatch.labelMask(0))
        };
    }

    @Override
    INDArray scores(MultiLayerNetwork network, Minibatch minibatch) {
        return network.scoreExamples(dataSet(minibatch), false);
    }

    private static DataSet dataSet(Minibatch minibatch) {
        return new DataSet(
                minibatch.features()[0], minibatch.labels()[0], minibatch.featureMask(), minibatch.labelMask(0));
    }

    @Override
    void forget(MultiLayerNetwork network) {
        // Not network.clear(): that drops the solver too, and with it the updater's state.
        for (Layer layer : network.getLayers()) {
            layer.clear();
        }
        network.clearLayerMaskArrays();
        network.rnnClearPreviousState();
        network.setInput(null);
        network.setLabels(null);
    }
}
