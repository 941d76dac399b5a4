package org.jerboa.data.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/** Builds shards on the heap. */
public final class HeapStorage implements Storage {

    private static final long MEBIBYTE = 1 << 20;

    /**
     * @param bytes of all shards
     * @param heap the largest size of the heap
     */
    public HeapStorage(long bytes, long heap) {
        if (bytes > heap) {
            throw new IllegalArgumentException(
                    "the dataset takes " + bytes / MEBIBYTE + " MiB and the heap has at most " + heap / MEBIBYTE
                            + " MiB; call store(folder) to keep it in files, or raise -Xmx");
        }
    }

    /** Takes room as shards are allocated, without asking beforehand whether there will be enough for all. */
    public static HeapStorage unchecked() {
        return new HeapStorage(0, 0);
    }

    @Override
    public ShardBuilder allocate(ShardBuilder.Place place, Schema schema) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (TensorSpec tensor : schema.tensors()) {
            int bytes = Math.toIntExact(place.examples() * tensor.bytesPerExample());
            buffers.add(ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN));
        }
        return new HeapShard(place, List.copyOf(buffers));
    }

    @Override
    public void commit(Dataset dataset) {
        // the shards are where they will stay
    }

    @Override
    public void close() {
        // nothing outlives the builders
    }

    private record HeapShard(Place place, List<ByteBuffer> tensors) implements ShardBuilder {

        @Override
        public Shard finish(Schema schema) {
            return Shard.of(place.split(), place.index(), block(schema, place, tensors));
        }
    }

    /** The examples in these buffers. */
    static Examples block(Schema schema, ShardBuilder.Place place, List<ByteBuffer> buffers) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < buffers.size(); i++) {
            tensors.add(Tensor.of(
                    schema.tensors().get(i), buffers.get(i).duplicate().clear(), place.examples()));
        }
        return Examples.of(tensors);
    }
}
