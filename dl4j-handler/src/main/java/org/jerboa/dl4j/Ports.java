package org.jerboa.dl4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/**
 * Reads off a configuration what shape of arrays it takes and gives. The tool forgets the input type that a
 * configuration was built with; what remains of it are the first layer and the preprocessor put before that.
 */
final class Ports {

    private Ports() {}

    static InputPort input(String name, @Nullable InputPreProcessor preProcessor, Layer first) {
        Layout before = preProcessor == null ? null : LayerLayouts.before(preProcessor);
        if (before != null) {
            return new InputPort(name, before, LayerLayouts.channels(preProcessor));
        }
        Layer layer = LayerLayouts.unwrapped(first);
        Layout layout = LayerLayouts.of(layer);
        boolean counted = layout != Layout.ANY && layout != Layout.INDEX && layout != Layout.INDICES;
        return new InputPort(
                name, layout, counted && layer instanceof FeedForwardLayer ff ? Math.max(0, ff.getNIn()) : 0);
    }

    /** The layout of a graph's input is that of the first layer it reaches, through vertices that keep the layout. */
    static InputPort input(String name, ComputationGraphConfiguration graph) {
        Deque<String> ends = new ArrayDeque<>(List.of(name));
        boolean direct = true;
        while (!ends.isEmpty()) {
            String end = ends.remove();
            for (Map.Entry<String, List<String>> vertex :
                    graph.getVertexInputs().entrySet()) {
                if (!vertex.getValue().contains(end)) {
                    continue;
                }
                if (graph.getVertices().get(vertex.getKey()) instanceof LayerVertex found) {
                    InputPort port = input(
                            name, found.getPreProcessor(), found.getLayerConf().getLayer());
                    // Behind a merge, the layer's width is that of all inputs together.
                    return direct ? port : new InputPort(name, port.layout(), 0);
                }
                ends.add(vertex.getKey());
            }
            direct = false;
        }
        return new InputPort(name, Layout.ANY, 0);
    }

    /** The output of a graph must be a layer. */
    static OutputPort output(String name, ComputationGraphConfiguration graph) {
        GraphVertex vertex = graph.getVertices().get(name);
        if (vertex instanceof LayerVertex layer) {
            return output(name, layer.getLayerConf().getLayer());
        }
        throw new IllegalArgumentException("output '" + name + "' of the graph is no layer but "
                + (vertex == null ? "missing" : vertex.getClass().getSimpleName()) + "; end it in an output layer");
    }

    static OutputPort output(String name, Layer last) {
        Layer layer = LayerLayouts.unwrapped(last);
        Layout layout = LayerLayouts.of(layer);
        if (layer instanceof BaseOutputLayer output && !(layer instanceof OCNNOutputLayer)) {
            return loss(new OutputPort(name, layout, output.getNOut(), output.getLossFn(), output.getActivationFn()));
        }
        if (layer instanceof LossLayer loss) {
            return loss(new OutputPort(name, layout, 0, loss.getLossFn(), loss.getActivationFn()));
        }
        if (layer instanceof RnnLossLayer loss) {
            return loss(new OutputPort(name, layout, 0, loss.getLossFn(), loss.getActivationFn()));
        }
        if (layer instanceof CnnLossLayer loss) {
            return loss(new OutputPort(name, layout, 0, loss.getLossFn(), loss.getActivationFn()));
        }
        return new OutputPort(name, Layout.ANY, 0, null, null);
    }

    /** Cross entropy over two states has a branch of its own for softmax, which starts from the pre-activations. */
    private static OutputPort loss(OutputPort port) {
        boolean branches = port.loss() instanceof LossBinaryXENT && port.activation() instanceof ActivationSoftmax;
        return branches ? new OutputPort(port.name(), port.layout(), port.size(), null, port.activation()) : port;
    }
}
