package org.jerboa.data.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;

/** A shard whose room has been made and is being filled. */
public interface ShardBuilder {

    /** Identifies the shard to {@link Storage}. */
    record Place(Split split, int index, int examples) {

        @Override
        public String toString() {
            return split.label() + " shard " + index;
        }
    }

    Place place();

    /** One little-endian buffer a tensor, zero where nothing was written yet. */
    List<ByteBuffer> tensors();

    /** @param schema the final schema: as at the start, but for scalings */
    Shard finish(Schema schema) throws IOException;
}
