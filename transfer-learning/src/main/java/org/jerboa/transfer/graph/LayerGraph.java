package org.jerboa.transfer.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a trained network, what each reads, and what it costs. Sequential networks, too, are graphs here: a line of
 * layers from the one input, called {@value #SEQUENTIAL_INPUT}.
 *
 * <p>A set of layers whose outputs are kept <i>cuts</i> the graph for a layer if every path from an input of the network to that
 * layer leads through one of them; the layer can then be computed from what is kept.
 *
 * <p>Immutable and thread-safe.
 */
public final class LayerGraph {

    /** The name of a sequential network's input. */
    public static final String SEQUENTIAL_INPUT = "input";

    private final Map<String, GraphLayer> layers = new LinkedHashMap<>();
    private final List<String> inputs;
    private final List<String> outputs;

    /** @param layers in an order in which each comes after what it reads */
    LayerGraph(List<GraphLayer> layers, List<String> outputs) {
        layers.forEach(layer -> this.layers.put(layer.name(), layer));
        this.inputs = layers.stream()
                .filter(GraphLayer::isInput)
                .map(GraphLayer::name)
                .toList();
        this.outputs = List.copyOf(outputs);
    }

    /** All layers, each after what it reads; the inputs of the network are the first. */
    public List<GraphLayer> layers() {
        return List.copyOf(layers.values());
    }

    /** Names of the inputs of the network, in its order. */
    public List<String> inputs() {
        return inputs;
    }

    /** Names of the outputs of the network, in its order. */
    public List<String> outputs() {
        return outputs;
    }

    /** @throws IllegalArgumentException if there is no layer of this name; the message lists those that there are */
    public GraphLayer layer(String name) {
        GraphLayer layer = layers.get(name);
        if (layer == null) {
            throw new IllegalArgumentException(
                    "the network has no layer '" + name + "'; its layers are " + layers.keySet());
        }
        return layer;
    }

    /**
     * What the names of new layers can begin with: {@code word/}, or the first of {@code word2/}, {@code word3/} and so on that no
     * layer's name begins with. The network may have got such layers before.
     */
    public String freePrefix(String word) {
        String prefix = word + "/";
        for (int number = 2; begins(prefix); number++) {
            prefix = word + number + "/";
        }
        return prefix;
    }

    private boolean begins(String prefix) {
        return layers.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /**
     * The layers that must be computed to have the wanted outputs, each after what it reads. What is given is never computed, and
     * nothing is that only leads to it.
     *
     * @param given names of layers or inputs of the network whose outputs are at hand
     * @param wanted names of layers; those that are given, too, cost nothing
     * @throws IllegalArgumentException if a name is unknown, or if what is given does not cut the graph for a wanted layer; the
     *     message names the input of the network that is missing
     */
    public List<GraphLayer> between(Collection<String> given, Collection<String> wanted) {
        Set<String> needed = needed(given, wanted);
        for (String input : inputs) {
            if (needed.contains(input)) {
                throw new IllegalArgumentException("layers " + wanted + " cannot be computed from " + given
                        + ": they need the network's input '" + input + "'; give it, or layers that lie between");
            }
        }
        return select(needed);
    }

    /**
     * Whether the wanted layers can be computed from the given ones.
     *
     * @throws IllegalArgumentException if a name is unknown
     */
    public boolean cuts(Collection<String> given, Collection<String> wanted) {
        return inputs.stream().noneMatch(needed(given, wanted)::contains);
    }

    /** The layer and all that it depends on, inputs of the network included, each after what it reads. */
    public List<GraphLayer> upTo(String name) {
        return select(needed(List.of(), List.of(name)));
    }

    private Set<String> needed(Collection<String> given, Collection<String> wanted) {
        given.forEach(this::layer);
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            GraphLayer layer = layer(open.pop());
            if (!given.contains(layer.name()) && needed.add(layer.name())) {
                layer.inputs().forEach(open::push);
            }
        }
        return needed;
    }

    private List<GraphLayer> select(Set<String> names) {
        return layers.values().stream()
                .filter(layer -> names.contains(layer.name()))
                .toList();
    }

    /** Work for one example of computing the wanted layers from the given ones; see {@link #between}. */
    public long multiplyAccumulates(Collection<String> given, Collection<String> wanted) {
        return between(given, wanted).stream()
                .mapToLong(GraphLayer::multiplyAccumulates)
                .sum();
    }

    /**
     * Bytes of all arrays that {@link PartialForward} has to do with when it computes the wanted layers from the given ones, for one example:
     * what is given, and of each layer a copy of what it reads, and its output. What the tool takes within a layer is not counted.
     *
     * @throws IllegalArgumentException as {@link #between}
     */
    public long bytesOfArrays(Collection<String> given, Collection<String> wanted) {
        long bytes = bytes(given);
        for (GraphLayer layer : between(given, wanted)) {
            bytes += bytes(layer.inputs()) + layer.bytes();
        }
        return bytes;
    }

    private long bytes(Collection<String> names) {
        return names.stream().mapToLong(name -> layer(name).bytes()).sum();
    }

    /**
     * What must be kept for layers that are wanted later, once some have been computed: the smallest part of {@code available}
     * that is read on the way to {@code later}, or is itself in it.
     *
     * @param available names of layers or inputs whose outputs are at hand; they must cut the graph for {@code later}
     * @throws IllegalArgumentException as {@link #between}
     */
    public Set<String> frontier(Collection<String> available, Collection<String> later) {
        Set<String> kept = new LinkedHashSet<>();
        later.stream().filter(available::contains).forEach(kept::add);
        for (GraphLayer layer : between(available, later)) {
            layer.inputs().stream().filter(available::contains).forEach(kept::add);
        }
        return kept;
    }
}
