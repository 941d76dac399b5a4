package org.jerboa.hazelcast;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/** What a layer gives for a shard, in place of its features; the labels are the shard's own. */
public record LayerShard(Derivation made) implements Shard {

    /**
     * All shards of a dataset, as a layer gives them.
     *
     * @param outputs, from, keep as a {@link Derivation} has them
     */
    public static Dataset data(
            List<Shard> sources,
            Layers layers,
            String layer,
            Set<String> outputs,
            Set<String> from,
            Set<String> keep,
            Derivation.Observer observer) {
        List<Shard> shards = new ArrayList<>();
        for (Shard source : sources) {
            String features = source.schema().features().get(0).name();
            shards.add(new LayerShard(
                    new Derivation(source, layers, Map.of(features, layer), outputs, from, keep, observer)));
        }
        return Dataset.of(layer, 1, shards);
    }

    /** All shards of a dataset. */
    public static List<Shard> all(Dataset data) {
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            shards.addAll(data.shards(split));
        }
        return shards;
    }

    private Shard source() {
        return made.source();
    }

    private String layer() {
        return made.tensors().values().iterator().next();
    }

    @Override
    public Split split() {
        return source().split();
    }

    @Override
    public int index() {
        return source().index();
    }

    @Override
    public Schema schema() {
        List<TensorSpec> specs = new ArrayList<>(source().schema().tensors());
        TensorSpec output = made.transform().spec(layer());
        TensorSpec features = specs.get(0);
        specs.set(0, TensorSpec.features(features.name(), output.type(), output.elements()));
        return new Schema(specs);
    }

    @Override
    public int examples() {
        return source().examples();
    }

    @Override
    public long bytes() {
        return examples() * schema().bytesPerExample();
    }

    /** Tells the observer, as whoever computes does. */
    @Override
    public Examples open() throws IOException {
        made.observer().computed(Set.of(layer()), true, 0, Duration.ZERO);
        Examples examples = source().open();
        List<Tensor> tensors = new ArrayList<>(examples.tensors());
        Tensor output = made.transform().fromSource(examples, Set.of(layer())).get(layer());
        tensors.set(0, Tensor.of(schema().tensors().get(0), output.raw(), examples()));
        return Examples.of(tensors);
    }

    @Override
    public long checksum() {
        return source().checksum() * 31 + (made.transform().key() + layer()).hashCode();
    }

    @Override
    public Optional<Derivation> derivation() {
        return Optional.of(made);
    }
}
