package org.jerboa.transfer.finetune;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.LayerGraph;

/**
 * What of a network is frozen when it is frozen up to some layers: these, and all that they depend on. Layers behind them that learn nothing
 * belong to it as well, if they read nothing else: nothing is gained by computing them in every epoch.
 *
 * @param upTo names of the layers, as they were given
 * @param frozen layers and inputs of the network, each after what it reads
 * @param boundary those of them that the trained part reads: its inputs
 * @param trained the other layers that the outputs depend on, each after what it reads; without those of a new head
 */
record FrozenPart(String upTo, List<String> frozen, List<String> boundary, List<String> trained)
        implements Serializable {

    FrozenPart {
        frozen = List.copyOf(frozen);
        boundary = List.copyOf(boundary);
        trained = List.copyOf(trained);
    }

    /**
     * @param upTo one layer, or several with commas between them
     * @param outputs what the trained part ends in
     * @param readBehind whether something is trained behind the outputs: a head
     * @param learnsNothing whether a layer computes the same in training and in inference, and has nothing to learn
     * @throws IllegalArgumentException if there is no such layer, the outputs do not depend on it, or one of them is frozen and
     *     nothing is behind it
     */
    static FrozenPart of(
            LayerGraph graph,
            String upTo,
            Collection<String> outputs,
            boolean readBehind,
            Predicate<String> learnsNothing) {
        Set<String> needed = new LinkedHashSet<>();
        for (String output : outputs) {
            graph.upTo(output).forEach(layer -> needed.add(layer.name()));
        }
        Set<String> frozen = new LinkedHashSet<>();
        graph.layers().stream()
                .filter(layer -> layer.isInput() && needed.contains(layer.name()))
                .forEach(layer -> frozen.add(layer.name()));
        for (String layer : names(graph, upTo)) {
            graph.layer(layer);
            if (!needed.contains(layer)) {
                throw new IllegalArgumentException("the network cannot be frozen up to '" + layer + "': " + outputs
                        + (readBehind ? ", which the head reads," : ", its outputs,")
                        + " do not depend on it; name one of " + needed);
            }
            graph.upTo(layer).forEach(before -> frozen.add(before.name()));
        }
        List<String> ends = outputs.stream().filter(frozen::contains).toList();
        if (!readBehind && !ends.isEmpty()) {
            throw new IllegalArgumentException("freezing up to '" + upTo + "' leaves nothing to train before "
                    + (ends.size() == 1 ? "output '" + ends.get(0) + "'" : "outputs " + ends)
                    + "; freeze up to an earlier layer, or put a head on one");
        }
        return split(graph, upTo, needed, frozen, readBehind ? outputs : List.of(), learnsNothing);
    }

    private static List<String> names(LayerGraph graph, String upTo) {
        boolean one = graph.layers().stream().anyMatch(layer -> layer.name().equals(upTo));
        return one
                ? List.of(upTo)
                : Arrays.stream(upTo.split(",", -1)).map(String::strip).toList();
    }

    private static FrozenPart split(
            LayerGraph graph,
            String upTo,
            Set<String> needed,
            Set<String> frozen,
            Collection<String> readByHead,
            Predicate<String> learnsNothing) {
        List<String> inFront = new ArrayList<>();
        List<String> trained = new ArrayList<>();
        Set<String> read = new LinkedHashSet<>();
        for (GraphLayer layer : graph.layers()) {
            if (!needed.contains(layer.name())) {
                continue;
            }
            boolean follows =
                    !layer.isInput() && inFront.containsAll(layer.inputs()) && learnsNothing.test(layer.name());
            if (frozen.contains(layer.name()) || follows) {
                inFront.add(layer.name());
            } else {
                trained.add(layer.name());
                read.addAll(layer.inputs());
            }
        }
        read.addAll(readByHead);
        List<String> boundary = inFront.stream().filter(read::contains).toList();
        return new FrozenPart(upTo, inFront, boundary, trained);
    }
}
