package org.jerboa.transfer.materialise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.ShardTransform;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a network's layers as a transform of shards, for processes that compute them where the shards are. One serves all passes
 * of a plan, so that the network travels once to each process. Computes on the calling thread; several may at once.
 */
final class LayerOutputs implements ShardTransform {

    private static final long serialVersionUID = 1L;

    private final TrainedNetwork network;
    private final List<String> images;
    private final int batchSize;
    private final OutputForm form;
    private final String key;
    private transient @Nullable Computer computer;

    /**
     * @param images names of the tensors that the network is given
     * @param batchSize examples that go through the network at once
     * @param form as what numbers outputs are stored
     */
    LayerOutputs(TrainedNetwork network, List<String> images, int batchSize, OutputForm form) {
        this.network = network;
        this.images = List.copyOf(images);
        this.batchSize = batchSize;
        this.form = form;
        this.key = new OutputKeys(network, images, batchSize, form).network();
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public TensorSpec spec(String output) {
        return form.spec(network.graph().layer(output));
    }

    @Override
    public Map<String, Tensor> fromSource(Examples source, Set<String> outputs) {
        Map<String, ByteBuffer> places = places(source.count(), outputs);
        computer().fromInputs(source, writers(places));
        return tensors(places, source.count());
    }

    @Override
    public Map<String, Tensor> fromOutputs(Map<String, Tensor> given, int examples, Set<String> outputs) {
        Map<String, ByteBuffer> places = places(examples, outputs);
        computer().fromOutputs(given, examples, writers(places));
        return tensors(places, examples);
    }

    private Map<String, ByteBuffer> places(int examples, Set<String> outputs) {
        Map<String, ByteBuffer> places = new LinkedHashMap<>();
        for (String output : outputs) {
            int bytes = Math.toIntExact(StoredLayer.bytes(spec(output), examples));
            places.put(output, ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN));
        }
        return places;
    }

    private Map<String, OutputWriter> writers(Map<String, ByteBuffer> places) {
        Map<String, OutputWriter> writers = new LinkedHashMap<>();
        places.forEach((output, place) -> writers.put(output, new OutputWriter(spec(output), place)));
        return writers;
    }

    private Map<String, Tensor> tensors(Map<String, ByteBuffer> places, int examples) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        places.forEach((output, place) -> tensors.put(output, Tensor.of(spec(output), place, examples)));
        return tensors;
    }

    private synchronized Computer computer() {
        Computer made = computer;
        if (made == null) {
            // counted by whoever has asked for outputs
            made = new Computer(network, images, batchSize, form, new Ledger());
            computer = made;
        }
        return Objects.requireNonNull(made);
    }

    @Override
    public String toString() {
        return "outputs of " + network.graph().layers().size() + " layers";
    }
}
