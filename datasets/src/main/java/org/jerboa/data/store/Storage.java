package org.jerboa.data.store;

import java.io.IOException;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Schema;

/** Where shards are built: on the heap or in a folder. Closing it before {@link #commit} undoes what it has done. */
public interface Storage extends AutoCloseable {

    ShardBuilder allocate(ShardBuilder.Place place, Schema schema) throws IOException;

    /** Makes a dataset of shards built here permanent. */
    void commit(Dataset dataset) throws IOException;

    @Override
    void close();
}
