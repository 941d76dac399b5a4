package org.jerboa.hazelcast;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;

/** Data that takes much memory and has nothing in it: wide examples, all the same. */
final class LargeData {

    private static final int FEATURES = 1 << 14;
    private static final int EXAMPLE_BYTES = FEATURES * Float.BYTES;

    static final Schema SCHEMA = new Blobs(FEATURES, 3, 1).schema();

    private LargeData() {}

    /** Training shards of about so many bytes, which are one here and several where they are sent; and a small one. */
    static Dataset of(int shards, int shardBytes) {
        Examples examples = zeros(shardBytes / EXAMPLE_BYTES);
        List<Shard> all = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            all.add(Shard.of(Split.TRAINING, shard, examples));
        }
        all.add(Shard.of(Split.VALIDATION, 0, zeros(10)));
        return Dataset.of("large", 1, all);
    }

    private static Examples zeros(int count) {
        return Examples.of(
                Tensor.of(SCHEMA.tensors().get(0), ByteBuffer.allocate(count * EXAMPLE_BYTES), count),
                Tensor.ofInts(SCHEMA.tensors().get(1), new int[count]));
    }
}
