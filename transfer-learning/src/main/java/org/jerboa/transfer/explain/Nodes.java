package org.jerboa.transfer.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Reads a network's layers in the order in which they are computed. */
final class Nodes {

    private Nodes() {}

    static List<Node> of(MultiLayerNetwork network) {
        List<Node> nodes = new ArrayList<>();
        Layer[] layers = network.getLayers();
        for (int i = 0; i < layers.length; i++) {
            String given = layers[i].conf().getLayer().getLayerName();
            nodes.add(Node.of(
                    given == null ? "layer" + i : given,
                    List.of(i),
                    layers[i],
                    network.getLayerWiseConfigurations().getInputPreProcess(i)));
        }
        return nodes;
    }

    /** @throws IllegalArgumentException if there is more than one input, or more than one output */
    static List<Node> of(ComputationGraph network) {
        if (network.getNumInputArrays() != 1 || network.getNumOutputArrays() != 1) {
            throw new IllegalArgumentException("a network with the inputs "
                    + network.getConfiguration().getNetworkInputs() + " and the outputs "
                    + network.getConfiguration().getNetworkOutputs()
                    + " cannot be explained; it must have one of each, the image and the prediction");
        }
        GraphVertex[] vertices = network.getVertices();
        Map<Integer, Integer> numbers = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (int index : network.topologicalSortOrder()) {
            GraphVertex vertex = vertices[index];
            if (vertex.isInputVertex()) {
                numbers.put(index, 0);
                continue;
            }
            nodes.add(node(vertex, numbers));
            numbers.put(index, nodes.size());
        }
        return outputLast(nodes, network.getConfiguration().getNetworkOutputs().get(0));
    }

    /**
     * Where the network's convolutions have their channels.
     *
     * @throws IllegalArgumentException if there is no convolution
     */
    static CNN2DFormat format(List<Node> nodes) {
        for (Node node : nodes) {
            if (node.layer() != null && node.layer().conf().getLayer() instanceof ConvolutionLayer convolution) {
                return convolution.getCnn2dDataFormat();
            }
        }
        throw new IllegalArgumentException(
                "a network without a convolution cannot be explained: each of its layers reads all of the image (it"
                        + " has "
                        + nodes.stream().map(Node::kind).toList() + ")");
    }

    private static Node node(GraphVertex vertex, Map<Integer, Integer> numbers) {
        List<Integer> inputs = Arrays.stream(vertex.getInputVertices())
                .map(VertexIndices::getVertexIndex)
                .map(numbers::get)
                .toList();
        return vertex instanceof LayerVertex layer
                ? Node.of(vertex.getVertexName(), inputs, layer.getLayer(), layer.getLayerPreProcessor())
                : Node.of(vertex.getVertexName(), inputs, vertex);
    }

    /** Without what comes after the output in the order: it leads nowhere. */
    private static List<Node> outputLast(List<Node> nodes, String output) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).name().equals(output)) {
                return List.copyOf(nodes.subList(0, i + 1));
            }
        }
        throw new IllegalArgumentException("output '" + output + "' is no vertex of the network");
    }
}
