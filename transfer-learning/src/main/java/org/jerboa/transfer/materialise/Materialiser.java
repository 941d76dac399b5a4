package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.data.store.Storage;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.Needs;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;

/** Carries out passes, shard by shard as somebody asks for their outputs, and counts what that takes. */
public final class Materialiser {

    private final Ledger ledger = new Ledger();
    private final Computer computer;
    private final LayerOutputs transform;
    private final OutputKeys keys;

    /**
     * @param images names of the tensors that the network is given
     * @param batchSize examples that go through the network at once
     * @param form as what numbers outputs are stored
     */
    public Materialiser(TrainedNetwork network, List<String> images, int batchSize, OutputForm form) {
        this.computer = new Computer(network, images, batchSize, form, ledger);
        this.transform = new LayerOutputs(network, images, batchSize, form);
        this.keys = new OutputKeys(network, images, batchSize, form);
    }

    /** Multiply-accumulates so far. */
    public long multiplyAccumulates() {
        return ledger.multiplyAccumulates();
    }

    /** Time that threads have spent in computing so far, together. */
    public long nanos() {
        return ledger.nanos();
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
     * A shard with outputs of layers. They are computed when it is opened; a process that has the source, and does not open this, computes and keeps
     * them by itself, which is counted here.
     *
     * @param schema its tensors; those that are no outputs are the source's
     * @param layers whose outputs its tensors have, by name of tensor, in the schema's order; the shape may be another one
     * @param needs what the study needs that this is for
     * @param stored by layer: what this pass and those before store
     */
    public Shard shard(
            Shard source, Schema schema, Map<String, String> layers, Needs needs, Map<String, StoredLayer> stored) {
        Map<String, StoredLayer> outputs = new LinkedHashMap<>();
        layers.forEach((tensor, layer) -> outputs.put(tensor, layer(stored, layer)));
        Map<String, StoredLayer> computed = new LinkedHashMap<>();
        needs.outputs().forEach(layer -> computed.put(layer, layer(stored, layer)));
        needs.from().forEach(layer -> computed.put(layer, layer(stored, layer)));
        Derivation derivation = new Derivation(
                source,
                transform,
                layers,
                needs.outputs(),
                needs.from(),
                needs.after(),
                new ComputedElsewhere(source, computer.network().graph(), needs.from(), computed, ledger));
        return new DerivedShard(source, outputs, schema, keys.checksum(layers.values(), source, schema), derivation);
    }

    private static StoredLayer layer(Map<String, StoredLayer> stored, String layer) {
        return Objects.requireNonNull(stored.get(layer), layer);
    }

    /** Names of files with the output of a layer, which say what is in them: outputs of one name are the same. */
    public Map<ShardBuilder.Place, String> fileNames(String layer, Dataset data) {
        return keys.names(layer, data);
    }

    /** Makes room for the output of a layer. */
    public interface StorageMaker {

        Storage make(String layer) throws IOException;
    }

    private Map<String, StoredLayer> given(Pass pass, Map<String, StoredLayer> stored) {
        Map<String, StoredLayer> given = new LinkedHashMap<>();
        for (String name : pass.from()) {
            if (!computer.network().graph().layer(name).isInput()) {
                given.put(name, layer(stored, name));
            }
        }
        return given;
    }
}
