package org.jerboa.transfer.finetune;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.jerboa.transfer.HeadFunction;
import org.jerboa.transfer.HeadShape;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.space.SearchSpace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What is asked for, checked.
 *
 * @param network with the features that a head reads
 * @param head null without a new one
 */
record FineTuneProblem(
        TrainedNetwork network,
        Dataset data,
        SearchSpace space,
        FreezeDepths depths,
        @Nullable HeadOn head,
        ReuseWork work) {

    /** Where new layers are put. */
    record HeadChoice(String layer, Pooling pooling, HeadFunction function) {}

    /**
     * @param configurations that are expected
     * @param epochs of each
     */
    static FineTuneProblem of(
            Model network,
            boolean oneDnn,
            Dataset data,
            SearchSpace space,
            String hyperparameter,
            @Nullable HeadChoice choice,
            int configurations,
            int epochs) {
        List<TensorSpec> images = data.schema().features();
        requireNoMasks(data);
        TrainedNetwork trained = TrainedNetwork.of(network, images).oneDnn(oneDnn);
        requireFloat(trained);
        HeadOn head = null;
        if (choice != null) {
            requireLayer(trained.graph(), choice.layer());
            trained = trained.withFeatures(Set.of(choice.layer()), choice.pooling());
            head = head(trained, data, choice);
        }
        LayerGraph graph = trained.graph();
        List<String> outputs = head == null ? graph.outputs() : List.of(head.features());
        TrainedNetwork whole = trained;
        boolean headed = head != null;
        FreezeDepths depths = FreezeDepths.of(
                space,
                hyperparameter,
                upTo -> FrozenPart.of(
                        graph, upTo, outputs, headed, name -> Followers.learnsNothing(whole.configuration(), name)));
        long seen = data.examples(Split.TRAINING) + data.examples(Split.VALIDATION);
        long all = Arrays.stream(Split.values()).mapToLong(data::examples).sum();
        ReuseWork work = new ReuseWork(
                graph, depths.parts(), inputBytes(trained, images), all, seen, (long) configurations * epochs);
        return new FineTuneProblem(trained, data, space, depths, head, work);
    }

    private static HeadOn head(TrainedNetwork network, Dataset data, HeadChoice choice) {
        if (data.schema().labels().size() != 1) {
            throw new IllegalArgumentException("dataset '" + data.name() + "' has "
                    + data.schema().labels().size() + " tensors of labels; a head predicts one");
        }
        TensorSpec labels = data.schema().labels().get(0);
        boolean classes = labels.classes() > 0;
        String features = network.features(choice.layer(), choice.pooling());
        HeadShape shape = new HeadShape(
                Math.toIntExact(network.graph().layer(features).elements()),
                classes ? labels.classes() : labels.elements(),
                classes);
        return new HeadOn(choice.layer(), features, network.graph().freePrefix("head"), choice.function(), shape);
    }

    private static void requireLayer(LayerGraph graph, String name) {
        if (graph.layer(name).isInput()) {
            throw new IllegalArgumentException(
                    "a head is put on '" + name + "', which is an input of the network and no layer");
        }
    }

    /** Each input's share of what the dataset stores: whichever is read, all are at hand. */
    private static Map<String, Long> inputBytes(TrainedNetwork network, List<TensorSpec> images) {
        long all = images.stream().mapToLong(TensorSpec::bytesPerExample).sum();
        List<String> inputs = network.graph().inputs();
        Map<String, Long> bytes = new HashMap<>();
        inputs.forEach(name -> bytes.put(name, all / inputs.size()));
        return bytes;
    }

    private static void requireNoMasks(Dataset data) {
        for (TensorSpec tensor : data.schema().tensors()) {
            if (tensor.role() == Role.FEATURES && data.schema().maskOf(tensor).isPresent()) {
                throw new IllegalArgumentException("features '" + tensor.name() + "' of dataset '" + data.name()
                        + "' have a mask, and frozen layers are computed without; give sequences of one length, or"
                        + " train in a study of your own");
            }
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

    /** Names of the tensors that the network is given. */
    List<String> images() {
        return data.schema().features().stream().map(TensorSpec::name).toList();
    }

    /** Bytes of one example of these, as 32-bit numbers. */
    long imageBytes() {
        return data.schema().features().stream()
                .mapToLong(spec -> (long) spec.elements() * Float.BYTES)
                .sum();
    }
}
