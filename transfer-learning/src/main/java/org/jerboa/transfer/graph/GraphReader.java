package org.jerboa.transfer.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** Reads a {@link LayerGraph} off a description, for inputs of given shapes. Nothing is computed. */
final class GraphReader {

    private final ComputationGraphConfiguration trained;

    /** A copy, as the tool writes into descriptions when it is asked about shapes. */
    private final ComputationGraphConfiguration network;

    /** What each vertex gives, in an order in which each comes after what it reads. */
    private final Map<String, InputType> types;

    private GraphReader(ComputationGraphConfiguration trained, List<InputType> inputs) {
        this.trained = trained;
        this.network = trained.clone();
        if (inputs.size() != network.getNetworkInputs().size()) {
            throw new IllegalArgumentException("the network's inputs are " + network.getNetworkInputs() + ", but "
                    + inputs.size() + " types of inputs are given; give one for each");
        }
        try {
            // true: with preprocessors, those that are there and those that the tool would put in between
            types = PooledSequences.corrected(
                    network, network.getLayerActivationTypes(true, false, inputs.toArray(InputType[]::new)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "inputs of " + inputs + " do not fit the network: " + e.getMessage()
                            + "; give examples of the shape that it was trained on",
                    e);
        }
    }

    /** @throws IllegalArgumentException if the inputs do not fit the network, or a vertex joins or parts examples */
    static LayerGraph read(ComputationGraphConfiguration network, List<InputType> inputs) {
        return new GraphReader(network, inputs).read();
    }

    private LayerGraph read() {
        List<GraphLayer> layers = new ArrayList<>();
        network.getNetworkInputs().forEach(name -> layers.add(layer(name, GraphLayer.INPUT, List.of(), 0)));
        for (String name : types.keySet()) {
            GraphVertex vertex = network.getVertices().get(name);
            if (vertex != null) {
                List<String> inputs = network.getVertexInputs().getOrDefault(name, List.of());
                layers.add(layer(name, kind(vertex), inputs, work(name, vertex, inputs)));
            }
        }
        return new LayerGraph(layers, network.getNetworkOutputs());
    }

    private InputType type(String name) {
        return Objects.requireNonNull(types.get(name), name);
    }

    private static GraphVertex vertex(ComputationGraphConfiguration graph, String name) {
        return Objects.requireNonNull(graph.getVertices().get(name), name);
    }

    private GraphLayer layer(String name, String kind, List<String> inputs, long work) {
        InputType type = type(name);
        long elements = elements(name);
        long bytes = elements * network.getDataType().width();
        boolean exact = work != LayerCosts.UNKNOWN;
        long counted = exact ? work : vertex(network, name).numParams(false) + elements;
        return new GraphLayer(name, kind, inputs, type, elements, bytes, counted, exact);
    }

    private long elements(String name) {
        InputType type = type(name);
        if (type instanceof InputType.InputTypeRecurrent sequence && sequence.getTimeSeriesLength() < 1) {
            throw new IllegalArgumentException("the output of layer '" + name + "' is " + type
                    + ", a sequence of unknown length; give the length in the type of the input (behind some layers the"
                    + " tool forgets it: such networks cannot be used here)");
        }
        return type.arrayElementsPerExample();
    }

    private static String kind(GraphVertex vertex) {
        return vertex instanceof LayerVertex layer
                ? WrappedLayer.of(layer.getLayerConf().getLayer())
                        .inner()
                        .getClass()
                        .getSimpleName()
                : vertex.getClass().getSimpleName();
    }

    private long work(String name, GraphVertex vertex, List<String> inputs) {
        return unfrozen(vertex) instanceof LayerVertex layer
                ? work(name, layer, inputs.get(0))
                : VertexCosts.of(name, unfrozen(vertex), inputs.size(), elements(name));
    }

    private static GraphVertex unfrozen(GraphVertex vertex) {
        return vertex instanceof FrozenVertex frozen ? frozen.getUnderlying() : vertex;
    }

    private long work(String name, LayerVertex vertex, String input) {
        InputPreProcessor before = vertex.getPreProcessor();
        InputType in = PooledSequences.behind(before, type(input));
        WrappedLayer layer = WrappedLayer.of(vertex.getLayerConf().getLayer());
        LayerVertex original = (LayerVertex) unfrozen(vertex(trained, name));
        requireFit(name, WrappedLayer.of(original.getLayerConf().getLayer()), in, input);
        return layer.multiplyAccumulates(in, type(name));
    }

    private void requireFit(String name, WrappedLayer layer, InputType in, String input) {
        long wanted = layer.inputsWanted();
        long found = WrappedLayer.features(in);
        if (wanted > 0 && found > 0 && wanted != found) {
            throw new IllegalArgumentException("layer '" + name + "' takes " + wanted
                    + " numbers at each place, but gets "
                    + found + " from '" + input + "' for inputs of "
                    + network.getNetworkInputs().stream().map(this::type).toList()
                    + "; give examples of the shape that the network was trained on");
        }
    }
}
