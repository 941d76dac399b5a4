package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.data.store.Storage;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/**
 * The output of one layer for all examples of a dataset, shard by shard as the dataset is cut, on the heap or in shard files. It is
 * gone when this is closed. Not thread-safe.
 */
public final class StoredLayer implements AutoCloseable {

    private final TensorSpec spec;
    private final Storage storage;
    private final Map<Shard, Shard> shards = new LinkedHashMap<>();

    /** @param storage a new one, closed with this */
    StoredLayer(TensorSpec spec, Storage storage) {
        this.spec = spec;
        this.storage = storage;
    }

    Schema schema() {
        return Schema.of(spec);
    }

    /** Room for the outputs that belong to a shard of the dataset. */
    ShardBuilder allocate(Shard source) throws IOException {
        long bytes = source.examples() * spec.bytesPerExample();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the output of layer '" + spec.name() + "' for " + source.examples()
                    + " examples of one shard takes " + bytes
                    + " bytes, more than 2 GiB; cut the data into more shards");
        }
        return storage.allocate(new ShardBuilder.Place(source.split(), source.index(), source.examples()), schema());
    }

    void finish(Shard source, ShardBuilder builder) throws IOException {
        shards.put(source, builder.finish(schema()));
    }

    /** The outputs that belong to a shard of the dataset. */
    public Tensor tensor(Shard source) throws IOException {
        Shard shard = shards.get(source);
        if (shard == null) {
            throw new IllegalStateException("no output of '" + spec.name() + "' is stored for " + source);
        }
        return shard.open().tensor(spec.name());
    }

    public long bytes() {
        return shards.values().stream().mapToLong(Shard::bytes).sum();
    }

    @Override
    public void close() {
        shards.clear();
        storage.close();
    }
}
