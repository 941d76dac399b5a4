package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.data.store.Storage;
import org.jerboa.dl4j.GraphInputs;
import org.jerboa.transfer.graph.PartialForward;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Carries out passes: reads examples or stored outputs of layers in minibatches, computes, and stores. The minibatches of every pass
 * are cut alike, so that all plans come to the same bits. Computes on the calling thread.
 */
public final class Materialiser {

    private final TrainedNetwork network;
    private final Dataset data;
    private final List<String> images;
    private final int batchSize;
    private final OutputForm form;
    private final PartialForward forward;

    /**
     * @param images names of the tensors that the network is given
     * @param form as what numbers outputs are stored
     */
    public Materialiser(TrainedNetwork network, Dataset data, List<String> images, int batchSize, OutputForm form) {
        this.network = network;
        this.data = data;
        this.images = images;
        this.batchSize = batchSize;
        this.form = form;
        this.forward = network.forward();
    }

    /** Multiply-accumulates of all passes so far. */
    public long multiplyAccumulates() {
        return forward.multiplyAccumulates();
    }

    /**
     * @param stored by layer: what passes before have stored; the layers of this pass are added
     * @param storages makes a new one for each layer
     * @throws IOException if examples or stored outputs cannot be read, or there is no room; nothing is added then
     */
    public void run(Pass pass, Map<String, StoredLayer> stored, StorageMaker storages) throws IOException {
        Set<String> layers = new LinkedHashSet<>(pass.features());
        pass.keeps().stream().sorted().forEach(layers::add);
        layers.removeAll(pass.from());
        Map<String, StoredLayer> added = new LinkedHashMap<>();
        boolean done = false;
        try {
            for (String layer : layers) {
                added.put(layer, new StoredLayer(form.spec(network.graph().layer(layer)), storages.make(layer)));
            }
            for (Split split : Split.values()) {
                for (Shard shard : added.isEmpty() ? List.<Shard>of() : data.shards(split)) {
                    run(shard, pass, added, stored);
                }
            }
            stored.putAll(added);
            done = true;
        } finally {
            if (!done) {
                added.values().forEach(StoredLayer::close);
            }
        }
    }

    /** Makes room for the output of a layer. */
    public interface StorageMaker {

        Storage make(String layer) throws IOException;
    }

    private void run(Shard source, Pass pass, Map<String, StoredLayer> added, Map<String, StoredLayer> stored)
            throws IOException {
        Map<String, ShardBuilder> builders = new LinkedHashMap<>();
        Map<String, OutputWriter> places = new LinkedHashMap<>();
        for (Map.Entry<String, StoredLayer> layer : added.entrySet()) {
            ShardBuilder builder = layer.getValue().allocate(source);
            builders.put(layer.getKey(), builder);
            places.put(
                    layer.getKey(),
                    new OutputWriter(
                            layer.getValue().schema().tensors().get(0),
                            builder.tensors().get(0)));
        }
        try (Feed feed = feed(source, pass, stored)) {
            for (int at = 0; at < source.examples(); at += batchSize) {
                int to = Math.min(source.examples(), at + batchSize);
                Map<String, INDArray> outputs = forward.compute(feed.load(at, to), places.keySet());
                places.forEach((layer, place) -> place.put(numbers(outputs.get(layer))));
            }
        }
        for (Map.Entry<String, ShardBuilder> builder : builders.entrySet()) {
            Objects.requireNonNull(added.get(builder.getKey())).finish(source, builder.getValue());
        }
    }

    private static FloatBuffer numbers(@Nullable INDArray output) {
        // in row-major order, from the first number on
        return Objects.requireNonNull(output).dup('c').data().asNioFloat();
    }

    /** Minibatches of what a pass reads. */
    private interface Feed extends AutoCloseable {

        Map<String, INDArray> load(int from, int to);

        @Override
        void close();
    }

    private Feed feed(Shard source, Pass pass, Map<String, StoredLayer> stored) throws IOException {
        if (pass.from().stream().allMatch(name -> network.graph().layer(name).isInput())) {
            List<Tensor> tensors = new ArrayList<>();
            for (String image : images) {
                tensors.add(source.open().tensor(image));
            }
            return inputs(GraphInputs.of(network.configuration(), tensors, Math.min(batchSize, source.examples())));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : pass.from()) {
            tensors.put(name, Objects.requireNonNull(stored.get(name), name).tensor(source));
        }
        return outputs(tensors);
    }

    private static Feed inputs(GraphInputs inputs) {
        return new Feed() {
            @Override
            public Map<String, INDArray> load(int from, int to) {
                return inputs.load(from, to);
            }

            @Override
            public void close() {
                inputs.close();
            }
        };
    }

    private Feed outputs(Map<String, Tensor> tensors) {
        return new Feed() {
            @Override
            public Map<String, INDArray> load(int from, int to) {
                Map<String, INDArray> arrays = new LinkedHashMap<>();
                tensors.forEach((name, tensor) -> arrays.put(name, array(name, tensor, from, to)));
                return arrays;
            }

            @Override
            public void close() {
                // arrays go with the collector
            }
        };
    }

    private INDArray array(String name, Tensor tensor, int from, int to) {
        long[] each = network.graph().layer(name).shape();
        long[] shape = new long[each.length + 1];
        shape[0] = (long) to - from;
        System.arraycopy(each, 0, shape, 1, each.length);
        float[] numbers = new float[(to - from) * tensor.spec().elements()];
        tensor.copyFloats(from, to, numbers, 0);
        return Nd4j.create(numbers, shape, 'c');
    }
}
