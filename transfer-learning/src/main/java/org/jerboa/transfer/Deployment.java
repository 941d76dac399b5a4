package org.jerboa.transfer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.transfer.graph.ConfigurationCopy;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts the layers of a trained network up to some features and a trained downstream model together into one network. */
final class Deployment {

    private final TrainedNetwork network;
    private final String features;

    /** @param features name of the vertex that gives them */
    Deployment(TrainedNetwork network, String features) {
        this.network = network;
        this.features = features;
    }

    /**
     * One graph from the inputs of the network, and the structured features, to the output of the head. The layers of the network
     * are frozen.
     *
     * @param head whose first input is the features, and none of whose layers is called as one of the network
     * @param structured names of its other inputs
     */
    ComputationGraph with(ComputationGraph head, List<String> structured) {
        ComputationGraphConfiguration trunk = network.configuration();
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(trunk.getDataType())
                .graphBuilder();
        for (GraphLayer layer : network.graph().upTo(features)) {
            if (layer.isInput()) {
                graph.addInputs(layer.name());
            } else {
                add(graph, trunk, layer);
            }
        }
        structured.forEach(graph::addInputs);
        addHead(graph, head);
        ComputationGraph whole = new ComputationGraph(graph.build());
        whole.init();
        copy(network.network().paramTable(), whole);
        copy(head.paramTable(), whole);
        return Dl4j.ready(whole, network.usesOneDnn());
    }

    private static void add(GraphBuilder graph, ComputationGraphConfiguration trunk, GraphLayer layer) {
        GraphVertex vertex = Objects.requireNonNull(trunk.getVertices().get(layer.name()), layer.name());
        String[] inputs = layer.inputs().toArray(String[]::new);
        if (vertex instanceof LayerVertex found) {
            graph.addLayer(layer.name(), frozen(found.getLayerConf().getLayer()), found.getPreProcessor(), inputs);
        } else {
            graph.addVertex(layer.name(), vertex instanceof FrozenVertex ? vertex : new FrozenVertex(vertex), inputs);
        }
    }

    private static Layer frozen(Layer described) {
        if (described instanceof FrozenLayer) {
            return described;
        }
        return new FrozenLayer(described instanceof OutputLayer output ? withoutLoss(output) : described);
    }

    /** The tool freezes no output layers. */
    private static DenseLayer withoutLoss(OutputLayer output) {
        return new DenseLayer.Builder()
                .nIn(output.getNIn())
                .nOut(output.getNOut())
                .hasBias(output.hasBias())
                .activation(output.getActivationFn())
                .build();
    }

    /** The head's graph as it is, but that its input of features is the vertex that gives them. */
    private void addHead(GraphBuilder graph, ComputationGraph head) {
        ComputationGraphConfiguration described = ConfigurationCopy.of(head.getConfiguration());
        String input = described.getNetworkInputs().get(0);
        described.getVertices().forEach((name, vertex) -> {
            String[] inputs = described.getVertexInputs().getOrDefault(name, List.of()).stream()
                    .map(read -> read.equals(input) ? features : read)
                    .toArray(String[]::new);
            if (vertex instanceof LayerVertex layer) {
                graph.addLayer(name, layer.getLayerConf().getLayer(), layer.getPreProcessor(), inputs);
            } else {
                graph.addVertex(name, vertex, inputs);
            }
        });
        graph.setOutputs(described.getNetworkOutputs().toArray(String[]::new));
    }

    private static void copy(Map<String, INDArray> from, ComputationGraph to) {
        Map<String, INDArray> own = to.paramTable();
        from.forEach((name, values) -> {
            INDArray place = own.get(name);
            if (place != null) {
                place.assign(values);
            }
        });
    }
}
