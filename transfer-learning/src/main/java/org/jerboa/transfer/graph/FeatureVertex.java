package org.jerboa.transfer.graph;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** The tool's own pooling or flattening behind a layer, so that a network that is put to use computes what was learned from. */
final class FeatureVertex {

    private FeatureVertex() {}

    static void add(ComputationGraphConfiguration network, GraphLayer layer, String name, Pooling pooling) {
        network.getVertices().put(name, vertex(network, layer, name, pooling));
        network.getVertexInputs().put(name, List.of(layer.name()));
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
