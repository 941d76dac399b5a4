package org.jerboa.transfer.graph;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** The tool's own pooling or flattening behind a layer, so that a network that is put to use computes what was learned from. */
final class FeatureVertex {

    private FeatureVertex() {}

    static void add(ComputationGraphConfiguration network, GraphLayer layer, String name, Pooling pooling) {
        network.getVertices().put(name, vertex(network, layer, name, pooling));
        network.getVertexInputs().put(name, List.of(layer.name()));
    }

    /**
     * The first of {@code layer/features}, {@code layer/features2} and so on that the network has no vertex of, or one that computes what
     * would be added. A network may have got features of a layer before, and layers that read them.
     */
    static String name(ComputationGraphConfiguration network, GraphLayer layer, Pooling pooling) {
        String first = layer.name() + "/features";
        String name = first;
        for (int number = 2; isTaken(network, layer, name, pooling); number++) {
            name = first + number;
        }
        return name;
    }

    private static boolean isTaken(
            ComputationGraphConfiguration network, GraphLayer layer, String name, Pooling pooling) {
        GraphVertex there = network.getVertices().get(name);
        if (there == null) {
            return network.getNetworkInputs().contains(name);
        }
        return !List.of(layer.name()).equals(network.getVertexInputs().get(name))
                || !computesTheSame(there, vertex(network, layer, name, pooling));
    }

    /** In inference, where it makes no difference whether the one that is there is frozen. */
    private static boolean computesTheSame(GraphVertex there, GraphVertex added) {
        GraphVertex thawed = there instanceof FrozenVertex frozen ? frozen.getUnderlying() : there;
        if (added instanceof PreprocessorVertex) {
            return thawed.equals(added);
        }
        if (added instanceof LayerVertex pooling) {
            return thawed instanceof LayerVertex other
                    && other.getPreProcessor() == null
                    && pools(other).equals(pools(pooling));
        }
        return thawed instanceof MergeVertex;
    }

    /** How and over what; of another layer, what kind it is. */
    private static List<Object> pools(LayerVertex vertex) {
        Layer layer = WrappedLayer.of(vertex.getLayerConf().getLayer()).inner();
        return layer instanceof GlobalPoolingLayer pooling
                ? List.of(
                        pooling.getPoolingType(),
                        Arrays.toString(pooling.getPoolingDimensions()),
                        pooling.isCollapseDimensions())
                : List.of(layer.getClass());
    }

    private static GraphVertex vertex(
            ComputationGraphConfiguration network, GraphLayer layer, String name, Pooling pooling) {
        if (layer.shape().length == 1) {
            // of one input: hands it on
            return new MergeVertex();
        }
        if (pooling == Pooling.FLATTEN) {
            return flattening(layer);
        }
        GlobalPoolingLayer pooled = new GlobalPoolingLayer(pooling == Pooling.MAX ? PoolingType.MAX : PoolingType.AVG);
        pooled.setLayerName(name);
        // which dimensions are height and width: not the same ones where channels come last
        pooled.setNIn(layer.output(), true);
        NeuralNetConfiguration configuration = new NeuralNetConfiguration.Builder()
                .dataType(network.getDataType())
                .layer(pooled)
                .build();
        return new LayerVertex(configuration, null);
    }

    private static GraphVertex flattening(GraphLayer layer) {
        if (!(layer.output() instanceof InputType.InputTypeConvolutional image)) {
            throw new IllegalArgumentException("the output of layer '" + layer.name() + "' is " + layer.output()
                    + ", which cannot be flattened; use AVERAGE or MAX pooling");
        }
        return new PreprocessorVertex(new CnnToFeedForwardPreProcessor(
                image.getHeight(), image.getWidth(), image.getChannels(), image.getFormat()));
    }
}
