package org.jerboa.data.store;

import java.io.IOException;
import java.util.Optional;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;

/** Where shards are built: on the heap or in a folder. Closing it before {@link #commit} undoes what it has done. */
public interface Storage extends AutoCloseable {

    ShardBuilder allocate(ShardBuilder.Place place, Schema schema) throws IOException;

    /** A shard that is there already, whole and undamaged, because an earlier process has built it; most storages have none. */
    default Optional<Shard> find(ShardBuilder.Place place, Schema schema) {
        return Optional.empty();
    }

    /** Makes a dataset of shards built here permanent. */
    void commit(Dataset dataset) throws IOException;

    @Override
    void close();
}
