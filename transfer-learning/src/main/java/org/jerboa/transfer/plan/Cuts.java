package org.jerboa.transfer.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.LayerGraph;

/**
 * The sets of layers that a pass may keep for the next: those from which the layers that are still to come can be computed, and
 * nothing of which is kept in vain.
 *
 * <p>Up to {@value #ALL} layers, these are all such sets. In larger networks only those are looked at that lie behind the first
 * layers of the network's order, for every number of first layers. In a line of layers, and between the blocks of a network that
 * is made of blocks, these are all.
 */
final class Cuts {

    /** Layers of a network all of whose cuts are looked at; there are up to two to this power. */
    static final int ALL = 12;

    private final LayerGraph graph;
    private final List<GraphLayer> layers;

    private Cuts(LayerGraph graph, List<String> layers) {
        this.graph = graph;
        this.layers = graph.between(graph.inputs(), layers);
    }

    /**
     * The cuts for what is left of some layers, whichever the first of those is. None holds an input of the network: to begin there
     * costs nothing to keep.
     *
     * @param layers in the network's order
     */
    static List<Set<String>> of(LayerGraph graph, List<String> layers) {
        Cuts cuts = new Cuts(graph, layers);
        Set<Set<String>> found = new LinkedHashSet<>();
        for (int given = 1; given < layers.size(); given++) {
            List<String> later = layers.subList(given, layers.size());
            found.addAll(cuts.layers.size() <= ALL ? cuts.all(later) : cuts.inOrder(later));
        }
        return List.copyOf(found);
    }

    private List<Set<String>> all(List<String> later) {
        List<Set<String>> found = new ArrayList<>();
        for (int members = 1; members < 1 << layers.size(); members++) {
            Set<String> candidate = new TreeSet<>();
            for (int i = 0; i < layers.size(); i++) {
                if ((members >> i & 1) == 1) {
                    candidate.add(layers.get(i).name());
                }
            }
            if (graph.cuts(candidate, later) && graph.frontier(candidate, later).equals(candidate)) {
                found.add(candidate);
            }
        }
        return found;
    }

    private List<Set<String>> inOrder(List<String> later) {
        List<Set<String>> found = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>(graph.inputs());
        for (GraphLayer layer : layers) {
            done.add(layer.name());
            Set<String> cut = new TreeSet<>(graph.frontier(done, later));
            if (cut.stream().noneMatch(name -> graph.layer(name).isInput())) {
                found.add(cut);
            }
        }
        return found;
    }
}
