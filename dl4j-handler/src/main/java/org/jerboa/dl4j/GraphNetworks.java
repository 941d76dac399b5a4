package org.jerboa.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Graphs of layers. */
final class GraphNetworks extends Networks<ComputationGraph> {

    private final GraphFunction function;

    GraphNetworks(GraphFunction function) {
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    int kind() {
        return 2;
    }

    @Override
    ComputationGraph build(Configuration configuration, long seed) throws Exception {
        ComputationGraphConfiguration described = function.describe(configuration);
        if (described == null) {
            throw new IllegalArgumentException(
                    "the graph function gave null for " + configuration + "; return a ComputationGraphConfiguration");
        }
        ComputationGraphConfiguration own = described.clone();
        layerConfigurations(own).forEach(Supported::check);
        ComputationGraph network = new ComputationGraph(own);
        setSeed(network, seed);
        return network;
    }

    private static List<NeuralNetConfiguration> layerConfigurations(ComputationGraphConfiguration configuration) {
        List<NeuralNetConfiguration> layers = new ArrayList<>();
        for (GraphVertex vertex : configuration.getVertices().values()) {
            if (vertex instanceof LayerVertex layer) {
                layers.add(layer.getLayerConf());
            }
        }
        return layers;
    }

    @Override
    long parameterCount(ComputationGraph network) {
        ComputationGraphConfiguration configuration = network.getConfiguration();
        long count = 0;
        for (GraphVertex vertex : configuration.getVertices().values()) {
            vertex.setDataType(configuration.getDataType());
            count += vertex.numParams(true);
        }
        return count;
    }

    @Override
    List<LayerFlow> flows(ComputationGraph network, List<InputType> inputs) {
        ComputationGraphConfiguration configuration = network.getConfiguration();
        Map<String, InputType> types =
                new HashMap<>(configuration.getLayerActivationTypes(inputs.toArray(InputType[]::new)));
        for (int i = 0; i < inputs.size(); i++) {
            types.put(configuration.getNetworkInputs().get(i), inputs.get(i));
        }
        List<LayerFlow> flows = new ArrayList<>();
        configuration.getVertices().forEach((name, vertex) -> {
            long in = configuration.getVertexInputs().getOrDefault(name, List.of()).stream()
                    .mapToLong(input -> elements(types.get(input)))
                    .sum();
            flows.add(new LayerFlow(
                    vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null,
                    in,
                    elements(types.get(name))));
        });
        return flows;
    }

    private static long elements(@Nullable InputType type) {
        return type == null ? 0 : type.arrayElementsPerExample();
    }

    @Override
    List<org.deeplearning4j.nn.conf.layers.Layer> described(ComputationGraph network) {
        return layerConfigurations(network.getConfiguration()).stream()
                .map(NeuralNetConfiguration::getLayer)
                .toList();
    }

    @Override
    void initialise(ComputationGraph network) {
        network.init();
    }

    @Override
    void initialise(ComputationGraph network, INDArray parameters) {
        network.init(parameters, false);
    }

    @Override
    INDArray parameters(ComputationGraph network) {
        return network.params();
    }

    @Override
    Collection<TrainingListener> listeners(ComputationGraph network) {
        return network.getListeners();
    }

    @Override
    void addListener(ComputationGraph network, TrainingListener listener) {
        network.addListeners(listener);
    }

    @Override
    @Nullable
    INDArray updaterState(ComputationGraph network) {
        return network.getUpdater(true).getUpdaterStateViewArray();
    }

    @Override
    @Nullable
    INDArray updaterStateSoFar(ComputationGraph network) {
        ComputationGraphUpdater updater = network.getUpdater(false);
        return updater == null ? null : updater.getUpdaterStateViewArray();
    }

    @Override
    @Nullable
    INDArray gradients(ComputationGraph network) {
        return network.getGradientsViewArray();
    }

    @Override
    StateLayout layout(ComputationGraph network) {
        return StateLayout.of(network.paramTable(), network.getUpdater(true));
    }

    @Override
    int iteration(ComputationGraph network) {
        return network.getConfiguration().getIterationCount();
    }

    @Override
    int epoch(ComputationGraph network) {
        return network.getConfiguration().getEpochCount();
    }

    @Override
    void setCounters(ComputationGraph network, int iteration, int epoch) {
        network.getConfiguration().setIterationCount(iteration);
        network.getConfiguration().setEpochCount(epoch);
        for (Layer layer : network.getLayers()) {
            layer.setIterationCount(iteration);
            layer.setEpochCount(epoch);
        }
    }

    @Override
    long seed(ComputationGraph network) {
        return network.conf().getSeed();
    }

    @Override
    void setSeed(ComputationGraph network, long seed) {
        network.conf().setSeed(seed);
        network.getConfiguration().getDefaultConfiguration().setSeed(seed);
        layerConfigurations(network.getConfiguration()).forEach(layer -> layer.setSeed(seed));
    }

    @Override
    DataType dataType(ComputationGraph network) {
        return network.getConfiguration().getDataType();
    }

    @Override
    Layer[] layers(ComputationGraph network) {
        return network.getLayers();
    }

    @Override
    List<InputPort> inputs(ComputationGraph network) {
        ComputationGraphConfiguration configuration = network.getConfiguration();
        return configuration.getNetworkInputs().stream()
                .map(name -> Ports.input(name, configuration))
                .toList();
    }

    @Override
    List<OutputPort> outputs(ComputationGraph network) {
        ComputationGraphConfiguration configuration = network.getConfiguration();
        return configuration.getNetworkOutputs().stream()
                .map(name -> Ports.output(name, configuration))
                .toList();
    }

    @Override
    void fit(ComputationGraph network, Minibatch minibatch) {
        network.fit(dataSet(minibatch));
    }

    @Override
    INDArray[] output(ComputationGraph network, Minibatch minibatch) {
        return network.output(false, minibatch.features(), minibatch.featureMasks(), minibatch.labelMasks());
    }

    @Override
    INDArray scores(ComputationGraph network, Minibatch minibatch) {
        return network.scoreExamples(dataSet(minibatch), false);
    }

    private static MultiDataSet dataSet(Minibatch minibatch) {
        return new MultiDataSet(
                minibatch.features(), minibatch.labels(), minibatch.featureMasks(), minibatch.labelMasks());
    }

    @Override
    void forget(ComputationGraph network) {
        for (org.deeplearning4j.nn.graph.vertex.GraphVertex vertex : network.getVertices()) {
            vertex.clear();
        }
        network.clearLayerMaskArrays();
        network.rnnClearPreviousState();
        network.clear();
    }
}
