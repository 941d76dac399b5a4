package org.jerboa.transfer.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.transfer.graph.ConfigurationCopy;

/** Puts frozen layers and a trained part together into one network, from the raw inputs to the prediction. */
final class WholeNetwork {

    private final Pretrained pretrained;

    WholeNetwork(Pretrained pretrained) {
        this.pretrained = pretrained;
    }

    /** The caller's own; the frozen layers are frozen there, too. */
    ComputationGraph of(FrozenPart part, ComputationGraph trained) {
        ComputationGraphConfiguration whole = pretrained.configuration();
        ComputationGraphConfiguration rest = ConfigurationCopy.of(trained.getConfiguration());
        Map<String, GraphVertex> vertices = whole.getVertices();
        Map<String, List<String>> inputs = whole.getVertexInputs();
        vertices.keySet().retainAll(part.frozen());
        inputs.keySet().retainAll(part.frozen());
        vertices.replaceAll((name, vertex) -> frozen(name, vertex));
        vertices.putAll(rest.getVertices());
        inputs.putAll(rest.getVertexInputs());
        whole.setNetworkInputs(new ArrayList<>(whole.getNetworkInputs().stream()
                .filter(part.frozen()::contains)
                .toList()));
        whole.setNetworkOutputs(new ArrayList<>(rest.getNetworkOutputs()));
        whole.setTopologicalOrder(null);
        whole.setTopologicalOrderStr(null);
        ComputationGraph network = new ComputationGraph(whole);
        network.init();
        pretrained.copyTo(network);
        trained.paramTable()
                .forEach((name, values) -> Objects.requireNonNull(
                                network.paramTable().get(name), name)
                        .assign(values));
        return Dl4j.ready(network, pretrained.network().usesOneDnn());
    }

    private static GraphVertex frozen(String name, GraphVertex vertex) {
        if (!(vertex instanceof LayerVertex layer)) {
            return vertex instanceof FrozenVertex ? vertex : new FrozenVertex(vertex);
        }
        Layer described = layer.getLayerConf().getLayer();
        if (described instanceof FrozenLayer) {
            return vertex;
        }
        FrozenLayer wrapped = new FrozenLayer(described);
        wrapped.setLayerName(name);
        layer.getLayerConf().setLayer(wrapped);
        return layer;
    }
}
