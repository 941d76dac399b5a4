package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.data.store.HeapStorage;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a pass gives, computed shard by shard when some of it is asked for: all outputs of a shard that are still wanted at once. Reads
 * what the pass before has kept, or the dataset where that is gone. Thread-safe: whoever asks for a shard that is being computed waits.
 */
final class OutputsOfPass {

    private static final Logger LOG = LoggerFactory.getLogger(OutputsOfPass.class);

    private final Computer computer;

    /** What it reads, by name of layer; empty if that is the dataset. */
    private final Map<String, StoredLayer> from;

    private final List<StoredLayer> outputs = new ArrayList<>();
    private final Map<Shard, Object> locks = new HashMap<>();
    private final Map<Shard, Throwable> failures = new ConcurrentHashMap<>();

    OutputsOfPass(Computer computer, Map<String, StoredLayer> from) {
        this.computer = computer;
        this.from = Map.copyOf(from);
    }

    /** Before anything is asked for. */
    void add(StoredLayer layer) {
        outputs.add(layer);
    }

    private Object lock(Shard source) {
        synchronized (locks) {
            return locks.computeIfAbsent(source, none -> new Object());
        }
    }

    /**
     * The output of one of the layers for a shard. It is stored, and so is what else the pass gives for this shard, as far as that is not
     * closed; what cannot be stored is computed again when it is asked for again.
     */
    Tensor compute(Shard source, StoredLayer wanted) throws IOException {
        synchronized (lock(source)) {
            Optional<Shard> there = wanted.find(source);
            if (there.isPresent()) {
                return wanted.tensorOf(there.get());
            }
            try {
                Tensor computed = computeNow(source, wanted);
                succeeded(source);
                return computed;
            } catch (IOException | RuntimeException | Error e) {
                failed(source, e);
                throw e;
            }
        }
    }

    void failed(Shard source, Throwable failure) {
        failures.put(source, failure);
    }

    void succeeded(Shard source) {
        failures.remove(source);
    }

    /** Why a shard could not be computed, if there is one of which the last attempt failed. */
    Optional<Throwable> failure() {
        return failures.values().stream().findFirst();
    }

    private Tensor computeNow(Shard source, StoredLayer wanted) throws IOException {
        Map<StoredLayer, ShardBuilder> kept = allocate(source);
        Map<StoredLayer, ShardBuilder> builders = new LinkedHashMap<>(kept);
        ShardBuilder asked = builders.computeIfAbsent(wanted, layer -> passing(layer, source));
        fill(source, builders);
        kept.forEach((layer, builder) -> finish(source, layer, builder));
        return Tensor.of(wanted.spec(), asked.tensors().get(0).duplicate().clear(), source.examples());
    }

    private Map<StoredLayer, ShardBuilder> allocate(Shard source) {
        Map<StoredLayer, ShardBuilder> builders = new LinkedHashMap<>();
        for (StoredLayer layer : outputs) {
            if (layer.isClosed() || layer.find(source).isPresent()) {
                continue;
            }
            try {
                builders.put(layer, layer.allocate(source));
            } catch (IOException e) {
                warn(source, layer, e);
            }
        }
        return builders;
    }

    /** Room on the heap, for one who asks for what is not to be, or cannot be, stored. */
    private static ShardBuilder passing(StoredLayer layer, Shard source) {
        long bytes = layer.bytes(source);
        return new HeapStorage(bytes, Runtime.getRuntime().maxMemory()).allocate(layer.place(source), layer.schema());
    }

    private static void finish(Shard source, StoredLayer layer, ShardBuilder builder) {
        try {
            layer.keep(source, builder.finish(layer.schema()));
        } catch (IOException e) {
            warn(source, layer, e);
        }
    }

    private static void warn(Shard source, StoredLayer layer, IOException e) {
        LOG.warn(
                "The output of layer '{}' for {} shard {} is computed each time that it is needed, as it cannot be"
                        + " stored: {}",
                layer.spec().name(),
                source.split().label(),
                source.index(),
                e.getMessage());
    }

    private void fill(Shard source, Map<StoredLayer, ShardBuilder> builders) throws IOException {
        Map<String, OutputWriter> places = new LinkedHashMap<>();
        builders.forEach((layer, builder) -> places.put(
                layer.spec().name(),
                new OutputWriter(layer.spec(), builder.tensors().get(0))));
        if (from.isEmpty() || from.values().stream().anyMatch(StoredLayer::isClosed)) {
            computer.fromInputs(source.open(), places);
            return;
        }
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (Map.Entry<String, StoredLayer> layer : from.entrySet()) {
            given.put(layer.getKey(), layer.getValue().tensor(source));
        }
        computer.fromOutputs(given, source.examples(), places);
    }
}
