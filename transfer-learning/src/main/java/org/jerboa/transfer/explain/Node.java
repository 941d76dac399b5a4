package org.jerboa.transfer.explain;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;

/**
 * A layer or vertex of a network, in the order of computation.
 *
 * @param inputs numbers of the nodes that it reads; 0 is the image, 1 the first node
 * @param layer without the wrapper of a frozen one; null for a vertex without layer
 * @param before what brings its input into shape, null if nothing does
 * @param vertex null for a layer
 * @param step its forward pass
 */
record Node(
        String name,
        List<Integer> inputs,
        @Nullable Layer layer,
        @Nullable InputPreProcessor before,
        @Nullable GraphVertex vertex,
        Step step) {

    static Node of(String name, List<Integer> inputs, Layer layer, @Nullable InputPreProcessor before) {
        return new Node(name, inputs, unwrapped(layer), before, null, Step.of(layer, before));
    }

    static Node of(String name, List<Integer> inputs, GraphVertex vertex) {
        return new Node(name, inputs, null, null, vertex, Step.of(vertex));
    }

    private static Layer unwrapped(Layer layer) {
        return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
    }

    /** What it is, for people: {@code DenseLayer}. */
    String kind() {
        if (layer != null) {
            return layer.conf().getLayer().getClass().getSimpleName();
        }
        return vertex == null ? "" : vertex.getClass().getSimpleName();
    }
}
