package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/**
 * Outputs of layers, and other tensors beside, of a shard of the dataset. In this process outputs are computed when they are asked for, if they
 * are not there, and nothing is copied; another process computes them as the derivation says.
 *
 * @param outputs of layers, by name of tensor; the other tensors of the schema are the source's
 */
record DerivedShard(Shard source, Map<String, StoredLayer> outputs, Schema schema, long checksum, Derivation made)
        implements Shard {

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
        Examples data = source.open();
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec spec : schema.tensors()) {
            StoredLayer layer = outputs.get(spec.name());
            tensors.add(
                    layer == null
                            ? data.tensor(spec.name())
                            : Tensor.of(spec, layer.tensor(source).raw(), examples()));
        }
        return Examples.of(tensors);
    }

    @Override
    public Optional<Derivation> derivation() {
        return Optional.of(made);
    }

    @Override
    public String toString() {
        return "outputs of layers for " + source;
    }
}
