package org.jerboa.transfer.graph;

import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;

/**
 * A sequential network's description as that of a graph: the same layers and preprocessors in a line. Its parameters lie in the
 * same order, so that one vector serves both.
 */
final class SequentialAsGraph {

    private SequentialAsGraph() {}

    static ComputationGraphConfiguration describe(MultiLayerConfiguration network) {
        MultiLayerConfiguration own = network.clone();
        ComputationGraphConfiguration.GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(own.getDataType())
                .graphBuilder()
                .addInputs(LayerGraph.SEQUENTIAL_INPUT);
        Set<String> taken = new HashSet<>(Set.of(LayerGraph.SEQUENTIAL_INPUT));
        String previous = LayerGraph.SEQUENTIAL_INPUT;
        for (int i = 0; i < own.getConfs().size(); i++) {
            Layer layer = own.getConf(i).getLayer();
            String name = name(layer.getLayerName(), i);
            if (!taken.add(name)) {
                throw new IllegalArgumentException("layer " + i + " of the network is called '" + name
                        + "' as another layer or the input is; give each a name of its own");
            }
            graph.addLayer(name, layer, own.getInputPreProcess(i), previous);
            previous = name;
        }
        // checks of layers at the end of a network in training; the network may be a part of one
        return graph.setOutputs(previous).validateOutputLayerConfig(false).build();
    }

    private static String name(@Nullable String given, int index) {
        return given == null || given.isBlank() ? "layer" + index : given;
    }
}
