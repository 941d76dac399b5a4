package org.jerboa.transfer;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.materialise.Calibration;
import org.jerboa.transfer.materialise.OutputForm;
import org.jerboa.transfer.plan.Workload;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What is asked for, checked: the network with the features of the layers, and what the dataset's tensors are for.
 *
 * @param images names of the tensors that the network is given
 * @param structured names of the tensors that the downstream models are given beside the features
 * @param pooling how the output of a layer becomes a vector
 * @param features name of the vertex whose numbers, in a row, are the features, by name of layer
 * @param work the vertices, over all examples
 */
record TransferProblem(
        TrainedNetwork network,
        Dataset data,
        List<String> images,
        List<String> structured,
        Pooling pooling,
        Map<String, String> features,
        Workload work) {

    /** What the layers are. */
    interface LayerChoice {

        List<String> of(LayerGraph graph);
    }

    static TransferProblem of(
            Model network,
            boolean oneDnn,
            Dataset data,
            Set<String> structured,
            LayerChoice choice,
            Pooling pooling,
            ElementType stored) {
        structured.forEach(name -> requireVector(data.schema().tensor(name)));
        List<TensorSpec> given = data.schema().features().stream()
                .filter(spec -> !structured.contains(spec.name()))
                .toList();
        if (data.schema().labels().size() != 1) {
            throw new IllegalArgumentException("dataset '" + data.name() + "' has "
                    + data.schema().labels().size()
                    + " tensors of labels; give it one, for the downstream models to predict");
        }
        TrainedNetwork trained = TrainedNetwork.of(network, given).oneDnn(oneDnn);
        requireFloat(trained);
        List<String> layers = choice.of(trained.graph());
        // stored in fewer bits, features must not be what a pass goes on from
        boolean apart = stored != ElementType.FLOAT32;
        Set<String> compared = new LinkedHashSet<>(layers);
        TrainedNetwork longer =
                apart ? trained.withFeaturesApart(compared, pooling) : trained.withFeatures(compared, pooling);
        Map<String, String> features = new LinkedHashMap<>();
        for (GraphLayer layer : trained.graph().layers()) {
            if (layers.contains(layer.name())) {
                features.put(
                        layer.name(),
                        apart ? trained.apart(layer.name(), pooling) : trained.inARow(layer.name(), pooling));
            }
        }
        long examples = Arrays.stream(Split.values()).mapToLong(data::examples).sum();
        Workload work = new Workload(longer.graph(), List.copyOf(features.values()), examples, stored);
        return new TransferProblem(
                longer,
                data,
                given.stream().map(TensorSpec::name).toList(),
                data.schema().features().stream()
                        .map(TensorSpec::name)
                        .filter(structured::contains)
                        .toList(),
                pooling,
                features,
                work);
    }

    /** Name of the vertex that gives the features of a layer as a vector. */
    String vector(String layer) {
        return work.stored() == ElementType.FLOAT32 ? network.features(layer, pooling) : network.apart(layer, pooling);
    }

    /**
     * As what numbers outputs are stored, scales included.
     *
     * @throws IOException if the examples that the scales are made from cannot be read
     */
    OutputForm form(int batchSize) throws IOException {
        Collection<String> vertices = features.values();
        return switch (work.stored()) {
            case FLOAT16 -> OutputForm.halves(vertices);
            case UINT8 -> OutputForm.bytes(Calibration.scalings(network, data, images, vertices, batchSize));
            case FLOAT32, INT32 -> OutputForm.exact();
        };
    }

    private static void requireVector(TensorSpec spec) {
        if (spec.shape().rank() > 1 || spec.classes() > 0 || spec.role() != Role.FEATURES) {
            throw new IllegalArgumentException(
                    "structured features '" + spec.name() + "' are " + spec.role() + " of shape " + spec.shape()
                            + (spec.classes() > 0 ? " with classes" : "") + "; name a tensor of numbers in a row");
        }
    }

    private static void requireFloat(TrainedNetwork network) {
        DataType type = network.parameters().dataType();
        if (type != DataType.FLOAT) {
            throw new IllegalArgumentException("the network's numbers are of type " + type
                    + ", and outputs of layers are stored as FLOAT; convert it, by its"
                    + " convertDataType(DataType.FLOAT)");
        }
    }

    /** The last layers with weights before the outputs of the network. */
    static List<String> top(LayerGraph graph, int count) {
        List<String> weighty = graph.layers().stream()
                .filter(layer ->
                        layer.kind().contains("Convolution") || layer.kind().contains("Dense"))
                .map(GraphLayer::name)
                .filter(trained(graph)::contains)
                .filter(name -> !graph.outputs().contains(name))
                .toList();
        if (count < 1 || count > weighty.size()) {
            throw new IllegalArgumentException(
                    "the network has " + weighty.size() + " convolution and dense layers before its" + " outputs, "
                            + weighty + "; the top " + count + " of them are asked for");
        }
        return weighty.subList(weighty.size() - count, weighty.size());
    }

    /** What the outputs depend on: only that has learned anything from them. */
    private static Set<String> trained(LayerGraph graph) {
        Set<String> names = new LinkedHashSet<>();
        graph.outputs().forEach(output -> graph.upTo(output).forEach(layer -> names.add(layer.name())));
        return names;
    }

    /** Layers by name, none of which is an input of the network or behind its outputs. */
    static List<String> named(LayerGraph graph, List<String> names) {
        Set<String> trained = trained(graph);
        for (String name : names) {
            if (graph.layer(name).isInput()) {
                throw new IllegalArgumentException(
                        "'" + name + "' is an input of the network, and no layer; its layers are "
                                + graph.layers().stream()
                                        .filter(layer -> !layer.isInput())
                                        .map(GraphLayer::name)
                                        .toList());
            }
            if (!trained.contains(name)) {
                throw new IllegalArgumentException(
                        "no output of the network, " + graph.outputs() + ", depends on layer '" + name
                                + "', so it was not trained with them; choose among " + trained);
            }
            requireFreezable(graph.layer(name));
        }
        return names;
    }

    /** Of the tool's output layers only the ordinary one can be had without its loss, as a dense layer. */
    private static void requireFreezable(GraphLayer layer) {
        if (layer.kind().endsWith("OutputLayer") && !layer.kind().equals("OutputLayer")) {
            throw new IllegalArgumentException("layer '" + layer.name() + "' is of kind " + layer.kind()
                    + ", which cannot be part of a frozen network; choose what it reads, " + layer.inputs());
        }
    }
}
