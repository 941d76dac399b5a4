package org.jerboa.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jerboa.transfer.materialise.StoredLayer;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/**
 * The features of a layer as a vector, and other tensors beside, of a shard of the dataset. The features are computed when they are asked
 * for, if they are not there. Nothing is copied.
 *
 * @param outputs of the layer
 * @param schema the features, named {@link LayerResult#FEATURES}, and tensors of the source
 */
record FeatureShard(Shard source, StoredLayer outputs, Schema schema, long checksum) implements Shard {

    /** As what the features are given, whose layer's output is this. */
    static TensorSpec features(TensorSpec output) {
        return TensorSpec.features(LayerResult.FEATURES, output.type(), output.elements())
                .withScaling(output.scaling());
    }

    @Override
    public Split split() {
        return source.split();
    }

    @Override
    public int index() {
        return source.index();
    }

    @Override
    public int examples() {
        return source.examples();
    }

    @Override
    public long bytes() {
        return examples() * schema.bytesPerExample();
    }

    @Override
    public Examples open() throws IOException {
        List<TensorSpec> specs = schema.tensors();
        Examples data = source.open();
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(Tensor.of(specs.get(0), outputs.tensor(source).raw(), examples()));
        specs.subList(1, specs.size()).forEach(beside -> tensors.add(data.tensor(beside.name())));
        return Examples.of(tensors);
    }

    @Override
    public Optional<Shard> derivedFrom() {
        return Optional.of(source);
    }

    @Override
    public String toString() {
        return "features of " + source;
    }
}
