package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jerboa.data.store.Storage;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;

/** Carries out passes, shard by shard as somebody asks for their outputs, and counts what that takes. */
public final class Materialiser {

    private final Computer computer;
    private final Ledger ledger = new Ledger();

    /**
     * @param images names of the tensors that the network is given
     * @param batchSize examples that go through the network at once
     * @param form as what numbers outputs are stored
     */
    public Materialiser(TrainedNetwork network, List<String> images, int batchSize, OutputForm form) {
        this.computer = new Computer(network, images, batchSize, form);
    }

    /** Multiply-accumulates so far. */
    public long multiplyAccumulates() {
        return computer.multiplyAccumulates();
    }

    /** Time that threads have spent in computing so far, together. */
    public long nanos() {
        return computer.nanos();
    }

    /** Bytes that were stored so far. */
    public long bytesWritten() {
        return ledger.bytesWritten();
    }

    /** The most bytes that were stored at any time. */
    public long peakBytes() {
        return ledger.peakBytes();
    }

    /**
     * Begins a pass. Its outputs are computed when they are asked for.
     *
     * @param stored by layer: what passes before have stored; the layers of this pass are added
     * @param storages makes a new one for each layer
     * @throws IOException if there is no room; nothing is added then
     */
    public void begin(Pass pass, Map<String, StoredLayer> stored, StorageMaker storages) throws IOException {
        Set<String> layers = new LinkedHashSet<>(pass.features());
        pass.keeps().stream().sorted().forEach(layers::add);
        layers.removeAll(pass.from());
        OutputsOfPass outputs = new OutputsOfPass(computer, given(pass, stored));
        Map<String, StoredLayer> added = new LinkedHashMap<>();
        boolean done = false;
        try {
            for (String layer : layers) {
                StoredLayer output = new StoredLayer(computer.spec(layer), storages.make(layer), outputs, ledger);
                added.put(layer, output);
                outputs.add(output);
            }
            stored.putAll(added);
            done = true;
        } finally {
            if (!done) {
                added.values().forEach(StoredLayer::close);
            }
        }
    }

    /**
     * Carries out a pass at once, on the calling thread.
     *
     * @param data whose shards it is carried out for
     * @param stored as for {@link #begin}
     * @throws IOException as {@link #begin}, or if examples cannot be read
     */
    public void run(Pass pass, Dataset data, Map<String, StoredLayer> stored, StorageMaker storages)
            throws IOException {
        begin(pass, stored, storages);
        for (Split split : Split.values()) {
            for (Shard source : data.shards(split)) {
                for (String layer : pass.features()) {
                    Objects.requireNonNull(stored.get(layer), layer).tensor(source);
                }
            }
        }
    }

    /** Makes room for the output of a layer. */
    public interface StorageMaker {

        Storage make(String layer) throws IOException;
    }

    private Map<String, StoredLayer> given(Pass pass, Map<String, StoredLayer> stored) {
        Map<String, StoredLayer> given = new LinkedHashMap<>();
        for (String name : pass.from()) {
            if (!layer(name).isInput()) {
                given.put(name, Objects.requireNonNull(stored.get(name), name));
            }
        }
        return given;
    }

    private GraphLayer layer(String name) {
        return computer.network().graph().layer(name);
    }
}
