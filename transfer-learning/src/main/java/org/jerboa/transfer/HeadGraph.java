package org.jerboa.transfer;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.jerboa.dl4j.GraphFunction;
import org.jerboa.tune.space.Configuration;

/**
 * A downstream model as a graph: the features of a layer and the structured features as inputs of their own, put side by side, and the
 * head's layers behind.
 *
 * @param inputs names of the tensors
 * @param prefix what the names of the head's layers begin with; none of the network's does, so that both can be put together
 */
record HeadGraph(HeadFunction head, HeadShape shape, List<String> inputs, String prefix) implements GraphFunction {

    HeadGraph {
        inputs = List.copyOf(inputs);
    }

    @Override
    public ComputationGraphConfiguration describe(Configuration configuration) throws Exception {
        MultiLayerConfiguration layers = head.describe(configuration, shape);
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(layers.getDataType())
                .graphBuilder()
                .addInputs(inputs);
        append(graph, layers);
        return graph.build();
    }

    /** Puts the head behind what it reads, as the output of the graph. */
    private void append(GraphBuilder graph, MultiLayerConfiguration layers) {
        String previous = inputs.get(0);
        if (inputs.size() > 1) {
            previous = prefix + "inputs";
            graph.addVertex(previous, new MergeVertex(), inputs.toArray(String[]::new));
        }
        for (int i = 0; i < layers.getConfs().size(); i++) {
            String name = prefix + i;
            graph.addLayer(name, layers.getConf(i).getLayer().clone(), layers.getInputPreProcess(i), previous);
            previous = name;
        }
        graph.setOutputs(previous);
    }
}
