package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Shard;

/** Counts outputs that other processes compute and keep for a shard as if that were done here, and remembers why they cannot. */
final class ComputedElsewhere implements Derivation.Observer {

    private final Shard source;
    private final LayerGraph graph;
    private final Set<String> from;
    private final Map<String, StoredLayer> layers;
    private final Ledger ledger;

    /**
     * @param from layers that outputs are computed from, if not from the source
     * @param layers all whose outputs may be computed, by name
     */
    ComputedElsewhere(
            Shard source, LayerGraph graph, Set<String> from, Map<String, StoredLayer> layers, Ledger ledger) {
        this.source = source;
        this.graph = graph;
        this.from = Set.copyOf(from);
        this.layers = Map.copyOf(layers);
        this.ledger = ledger;
    }

    @Override
    public void computed(Set<String> outputs, boolean fromSource, long bytes, Duration time) {
        long each = graph.multiplyAccumulates(fromSource ? graph.inputs() : from, outputs);
        ledger.computed(source.examples() * each, time.toNanos());
        List<StoredLayer> computed = outputs.stream()
                .map(name -> Objects.requireNonNull(layers.get(name), name))
                .toList();
        long all = computed.stream().mapToLong(layer -> layer.bytes(source)).sum();
        if (bytes == all) {
            computed.forEach(layer -> layer.keptElsewhere(source));
        } else {
            // there was no room for some: which ones is not known, and how much is there at once is less than was
            // planned
            ledger.writtenAgain(bytes);
        }
        layers.values().forEach(layer -> layer.succeeded(source));
    }

    @Override
    public void failed(String message) {
        layers.values().forEach(layer -> layer.failed(source, new IOException(message)));
    }
}
