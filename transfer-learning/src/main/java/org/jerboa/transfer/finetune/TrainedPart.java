package org.jerboa.transfer.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.jerboa.dl4j.GraphFunction;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration trains: the layers that it does not freeze, and a new head if there is one, as a graph whose inputs are the
 * outputs of frozen layers, called as these are.
 */
final class TrainedPart implements GraphFunction {

    private static final long serialVersionUID = 1L;

    private final Pretrained pretrained;
    private final FreezeDepths depths;
    private final FineTuneFunction settings;
    private final @Nullable HeadOn head;

    TrainedPart(Pretrained pretrained, FreezeDepths depths, FineTuneFunction settings, @Nullable HeadOn head) {
        this.pretrained = pretrained;
        this.depths = depths;
        this.settings = settings;
        this.head = head;
    }

    @Override
    public ComputationGraphConfiguration describe(Configuration configuration) throws Exception {
        FrozenPart part = depths.of(configuration);
        ComputationGraphConfiguration graph = pretrained.configuration();
        graph.getVertices().keySet().retainAll(part.trained());
        graph.getVertexInputs().keySet().retainAll(part.trained());
        FineTuneConfiguration changes = settings.describe(configuration);
        if (changes == null) {
            throw new IllegalArgumentException(
                    "the settings of " + configuration + " are null; return a FineTuneConfiguration");
        }
        changes.applyToComputationGraphConfiguration(graph);
        graph.getVertices().replaceAll((name, vertex) -> changed(name, vertex, changes));
        if (head != null) {
            append(graph, head, head.function().describe(configuration, head.shape()));
        }
        graph.setNetworkInputs(new ArrayList<>(part.boundary()));
        graph.setTopologicalOrder(null);
        graph.setTopologicalOrderStr(null);
        requireLearning(graph, part);
        return graph;
    }

    private static GraphVertex changed(String name, GraphVertex vertex, FineTuneConfiguration changes) {
        if (!(vertex instanceof LayerVertex layer) || layer.getLayerConf().getLayer() instanceof FrozenLayer) {
            return vertex;
        }
        NeuralNetConfiguration own = layer.getLayerConf().clone();
        changes.applyToNeuralNetConfiguration(own);
        own.getLayer().setLayerName(name);
        return new LayerVertex(own, layer.getPreProcessor());
    }

    private static void append(ComputationGraphConfiguration graph, HeadOn head, MultiLayerConfiguration layers) {
        String previous = head.features();
        for (int i = 0; i < layers.getConfs().size(); i++) {
            String name = head.prefix() + i;
            NeuralNetConfiguration layer = layers.getConf(i).clone();
            layer.getLayer().setLayerName(name);
            graph.getVertices().put(name, new LayerVertex(layer, layers.getInputPreProcess(i)));
            graph.getVertexInputs().put(name, List.of(previous));
            previous = name;
        }
        graph.setNetworkOutputs(new ArrayList<>(List.of(previous)));
    }

    private static void requireLearning(ComputationGraphConfiguration graph, FrozenPart part) {
        Map<String, GraphVertex> vertices = graph.getVertices();
        boolean learns = vertices.values().stream()
                .anyMatch(vertex -> vertex.numParams(true) > 0
                        && !(vertex instanceof LayerVertex layer
                                && layer.getLayerConf().getLayer() instanceof FrozenLayer));
        if (!learns) {
            throw new IllegalArgumentException("freezing up to '" + part.upTo() + "' leaves nothing to train: layers "
                    + vertices.keySet()
                    + " have no parameters that learn; freeze up to an earlier layer, or put a head on"
                    + " one");
        }
    }
}
