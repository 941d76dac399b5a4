package org.jerboa.transfer.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.tune.data.ElementType;

/**
 * What is to be computed: the outputs of some layers, for so many examples.
 *
 * @param layers to learn from, each after those that it depends on
 * @param examples of all splits
 * @param stored type of the numbers that are stored to learn from; what is kept to go on from is in the network's own
 */
public record Workload(LayerGraph graph, List<String> layers, long examples, ElementType stored) {

    public Workload {
        Set<String> asked = new LinkedHashSet<>(layers);
        asked.forEach(graph::layer);
        if (asked.size() != layers.size()) {
            throw new IllegalArgumentException("layers " + layers + " name one twice; leave it out");
        }
        if (layers.isEmpty() || examples < 1) {
            throw new IllegalArgumentException(
                    "there are " + layers.size() + " layers and " + examples + " examples; give at least one of each");
        }
        layers = graph.layers().stream()
                .map(GraphLayer::name)
                .filter(asked::contains)
                .toList();
    }

    /** Of outputs that are stored as they are. */
    public Workload(LayerGraph graph, List<String> layers, long examples) {
        this(graph, layers, examples, ElementType.FLOAT32);
    }

    /** The inputs of the network. */
    public Set<String> inputs() {
        return Set.copyOf(graph.inputs());
    }

    /** Bytes of the outputs of these layers, for all examples. */
    public long bytes(Collection<String> names) {
        return examples * names.stream().mapToLong(this::bytes).sum();
    }

    private long bytes(String name) {
        GraphLayer layer = graph.layer(name);
        boolean reduced = stored != ElementType.FLOAT32 && layers.contains(name);
        return reduced ? layer.elements() * stored.bytes() : layer.bytes();
    }

    /** Work of a pass over all examples. */
    public long multiplyAccumulates(Pass pass) {
        return examples * graph.multiplyAccumulates(pass.from(), wanted(pass));
    }

    /** Bytes of all arrays that a pass has to do with while one example goes through the network; see {@link LayerGraph#bytesOfArrays}. */
    long bytesOfArrays(Pass pass) {
        return graph.bytesOfArrays(pass.from(), wanted(pass));
    }

    private static List<String> wanted(Pass pass) {
        List<String> wanted = new ArrayList<>(pass.features());
        wanted.addAll(pass.keeps());
        return wanted;
    }

    /** Bytes that a pass reads of what the one before kept; inputs of the network are not counted. */
    public long bytesRead(Pass pass) {
        return bytes(pass.from().stream()
                .filter(name -> !graph.layer(name).isInput())
                .toList());
    }

    /** Bytes that are there at the end of a pass, when what it read and what it gives are there together. */
    public long bytesHeld(Pass pass) {
        Set<String> held = stored(pass);
        pass.from().stream().filter(name -> !graph.layer(name).isInput()).forEach(held::add);
        return bytes(held);
    }

    /** Bytes that a pass writes. A layer that it gives and keeps is there once, as is one that it has been given. */
    public long bytesWritten(Pass pass) {
        Set<String> written = stored(pass);
        written.removeAll(pass.from());
        return bytes(written);
    }

    private static Set<String> stored(Pass pass) {
        Set<String> stored = new LinkedHashSet<>(pass.features());
        stored.addAll(pass.keeps());
        return stored;
    }
}
