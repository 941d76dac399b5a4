package org.jerboa.transfer.finetune;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.LayerGraph;

/**
 * How often outputs of frozen layers are wanted, and what it costs to compute, store and read them.
 *
 * @param parts for each depth of freezing; each is expected to be that of as many configurations
 * @param inputBytes of one example of each of the network's inputs, as the dataset stores it
 * @param examples of all splits: each is computed and stored once, where an output is materialised
 * @param visited examples that a model sees in an epoch, in training and validation
 * @param epochs of all configurations together that are expected
 */
record ReuseWork(
        LayerGraph graph,
        List<FrozenPart> parts,
        Map<String, Long> inputBytes,
        long examples,
        long visited,
        long epochs) {

    ReuseWork {
        parts = List.copyOf(parts);
        inputBytes = Map.copyOf(inputBytes);
    }

    /** Of one example of a layer's output, or of an input of the network. */
    long bytes(String name) {
        GraphLayer layer = graph.layer(name);
        return layer.isInput() ? inputBytes.getOrDefault(name, layer.bytes()) : layer.bytes();
    }

    /** Of the outputs of these layers for all examples. */
    long bytesStored(Collection<String> layers) {
        return examples * layers.stream().mapToLong(this::bytes).sum();
    }

    /** Multiply-accumulates of computing these layers' outputs for all examples, from the inputs of the network. */
    long workOnce(Collection<String> layers) {
        return examples * graph.multiplyAccumulates(graph.inputs(), layers);
    }

    /** Examples that the configurations of one depth are expected to see, in all epochs. */
    double visits() {
        return (double) visited * epochs / parts.size();
    }

    /** Layers that some configuration freezes, in the network's order, without its inputs. */
    List<String> candidates() {
        Set<String> frozen = new LinkedHashSet<>();
        parts.forEach(part -> frozen.addAll(part.frozen()));
        return graph.layers().stream()
                .filter(layer -> !layer.isInput() && frozen.contains(layer.name()))
                .map(GraphLayer::name)
                .toList();
    }
}
