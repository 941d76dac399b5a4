package org.jerboa.transfer.materialise;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jerboa.dl4j.GraphInputs;
import org.jerboa.transfer.graph.PartialForward;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes outputs of layers for the examples of a shard, in minibatches that are cut alike whatever is read and computed, so that all
 * ways come to the same bits. Thread-safe: each computation has a partial pass of its own.
 */
final class Computer {

    private final TrainedNetwork network;
    private final List<String> images;
    private final int batchSize;
    private final OutputForm form;
    private final Queue<PartialForward> idle = new ConcurrentLinkedQueue<>();
    private final Ledger ledger;

    /**
     * @param images names of the tensors that the network is given
     * @param form as what numbers outputs are stored
     * @param ledger counts what this does
     */
    Computer(TrainedNetwork network, List<String> images, int batchSize, OutputForm form, Ledger ledger) {
        this.network = network;
        this.images = List.copyOf(images);
        this.batchSize = batchSize;
        this.form = form;
        this.ledger = ledger;
    }

    TrainedNetwork network() {
        return network;
    }

    /** As what the output of a layer is stored. */
    TensorSpec spec(String name) {
        return form.spec(network.graph().layer(name));
    }

    /** Minibatches of what is read. */
    private interface Feed {

        Map<String, INDArray> load(int from, int to);
    }

    /** @param places to be filled, by name of layer */
    void fromInputs(Examples source, Map<String, OutputWriter> places) {
        List<Tensor> tensors = images.stream().map(source::tensor).toList();
        int most = Math.min(batchSize, source.count());
        try (GraphInputs inputs = GraphInputs.of(network.configuration(), tensors, most)) {
            run(inputs::load, source.count(), places);
        }
    }

    /**
     * @param given outputs of layers, by name
     * @param places to be filled, by name of layer
     */
    void fromOutputs(Map<String, Tensor> given, int examples, Map<String, OutputWriter> places) {
        try (OutputReader reader = new OutputReader(network.graph())) {
            Feed feed = (from, to) -> {
                Map<String, INDArray> arrays = new LinkedHashMap<>();
                given.forEach((name, tensor) -> arrays.put(name, reader.read(name, tensor, from, to)));
                return arrays;
            };
            run(feed, examples, places);
        }
    }

    private void run(Feed feed, int examples, Map<String, OutputWriter> places) {
        long start = System.nanoTime();
        PartialForward free = idle.poll();
        PartialForward forward = free == null ? network.forward() : free;
        long before = forward.multiplyAccumulates();
        try {
            for (int at = 0; at < examples; at += batchSize) {
                int to = Math.min(examples, at + batchSize);
                Map<String, INDArray> outputs = forward.compute(feed.load(at, to), places.keySet());
                places.forEach((layer, place) -> place.put(numbers(layer, outputs.get(layer))));
            }
        } finally {
            forward.close();
            ledger.computed(forward.multiplyAccumulates() - before, System.nanoTime() - start);
        }
        idle.add(forward); // not after a failure, which may have left something in it
    }

    private FloatBuffer numbers(String layer, @Nullable INDArray output) {
        INDArray numbers = Objects.requireNonNull(output, layer);
        long[] each = network.graph().layer(layer).shape();
        if (!Arrays.equals(Arrays.copyOfRange(numbers.shape(), 1, numbers.rank()), each)) {
            throw new IllegalStateException("layer '" + layer + "' gave " + Arrays.toString(numbers.shape())
                    + " for a minibatch, where the tool says " + Arrays.toString(each)
                    + " of each example; it cannot be stored: leave it out");
        }
        // in row-major order, from the first number on
        return numbers.dup('c').data().asNioFloat();
    }
}
