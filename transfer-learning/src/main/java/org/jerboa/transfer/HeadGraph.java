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
 */
record HeadGraph(HeadFunction head, HeadShape shape, List<String> inputs) implements GraphFunction {

    private static final String MERGED = "head/inputs";

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
        append(graph, layers, inputs);
        return graph.build();
    }

    /** Puts the head behind what it reads, as the output of the graph. */
    static void append(GraphBuilder graph, MultiLayerConfiguration layers, List<String> inputs) {
        String previous = inputs.get(0);
        if (inputs.size() > 1) {
            graph.addVertex(MERGED, new MergeVertex(), inputs.toArray(String[]::new));
            previous = MERGED;
        }
        for (int i = 0; i < layers.getConfs().size(); i++) {
            String name = name(i);
            graph.addLayer(name, layers.getConf(i).getLayer().clone(), layers.getInputPreProcess(i), previous);
            previous = name;
        }
        graph.setOutputs(previous);
    }

    /** What the head's layer of this number is called. */
    static String name(int layer) {
        return "head/" + layer;
    }
}
