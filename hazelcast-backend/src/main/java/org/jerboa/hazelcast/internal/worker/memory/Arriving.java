package org.jerboa.hazelcast.internal.worker.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/** A shard that is not whole yet. Thread-safe. */
final class Arriving {

    private final ShardPart.Header header;
    private final Block block;
    private final Set<Long> offsets = new HashSet<>();
    private long received;

    Arriving(ShardPart.Header header, Block block) {
        this.header = header;
        this.block = block;
    }

    Block block() {
        return block;
    }

    /** Answers whether this was the last part. */
    synchronized boolean write(ShardPart part) throws IOException {
        if (!offsets.add(part.offset())) {
            return false;
        }
        block.write(part.offset(), ByteBuffer.wrap(part.bytes()));
        received += part.bytes().length;
        return received == header.length();
    }

    /** When all parts are there. */
    Examples examples() throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        long at = 0;
        for (TensorSpec spec : Schema.parse(header.schema()).tensors()) {
            long length = spec.bytesPerExample() * header.examples();
            tensors.add(Tensor.of(spec, block.slice(at, length), header.examples()));
            at += length;
        }
        block.seal();
        return Examples.of(tensors);
    }
}
