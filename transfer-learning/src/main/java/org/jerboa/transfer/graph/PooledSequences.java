package org.jerboa.transfer.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a pooling of sequences. The tool (1.0.0-M2.1) says of it that it is a sequence still, though it is a vector, and puts a
 * preprocessor before the next dense layer, which leaves vectors as they are.
 */
final class PooledSequences {

    private PooledSequences() {}

    /**
     * The types with those of pooled sequences, and of what only hands them on, put right.
     *
     * @param types by name of vertex, each after what it reads
     */
    static Map<String, InputType> corrected(ComputationGraphConfiguration network, Map<String, InputType> types) {
        Map<String, InputType> right = new LinkedHashMap<>();
        types.forEach((name, told) -> {
            GraphVertex vertex = network.getVertices().get(name);
            right.put(name, vertex == null ? told : corrected(network, name, vertex, told, types, right));
        });
        return right;
    }

    private static InputType corrected(
            ComputationGraphConfiguration network,
            String name,
            GraphVertex vertex,
            InputType told,
            Map<String, InputType> types,
            Map<String, InputType> right) {
        List<String> reads = network.getVertexInputs().getOrDefault(name, List.of());
        if (pools(vertex) && right.get(reads.get(0)) instanceof InputType.InputTypeRecurrent sequence) {
            return InputType.feedForward(sequence.getSize());
        }
        boolean asTold = reads.stream().allMatch(read -> Objects.equals(types.get(read), right.get(read)));
        if (asTold || (vertex instanceof LayerVertex layer && layer.getPreProcessor() != null)) {
            return told; // a dense layer's, which is right whatever it reads
        }
        return vertex.getOutputType(0, reads.stream().map(right::get).toArray(InputType[]::new));
    }

    private static boolean pools(GraphVertex vertex) {
        GraphVertex thawed = vertex instanceof FrozenVertex frozen ? frozen.getUnderlying() : vertex;
        return thawed instanceof LayerVertex layer
                && WrappedLayer.of(layer.getLayerConf().getLayer()).inner() instanceof GlobalPoolingLayer pooling
                && pooling.isCollapseDimensions();
    }

    /** What a layer is given, behind its preprocessor if it has one. */
    static InputType behind(@Nullable InputPreProcessor before, InputType input) {
        if (before == null
                || (before instanceof RnnToFeedForwardPreProcessor
                        && input instanceof InputType.InputTypeFeedForward)) {
            return input;
        }
        return before.getOutputType(input);
    }
}
