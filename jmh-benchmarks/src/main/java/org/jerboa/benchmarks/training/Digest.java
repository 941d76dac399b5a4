package org.jerboa.benchmarks.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jerboa.tune.spi.ModelHandler;

/** Tells models apart to the last bit. */
final class Digest {

    private final CRC32C sum = new CRC32C();

    Digest add(Map<String, Double> metrics, String name) {
        return add(Double.doubleToLongBits(metrics.getOrDefault(name, Double.NaN)));
    }

    Digest add(long value) {
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
        return this;
    }

    /** The sum over a model's complete training state. */
    static <M> long of(ModelHandler<M> handler, M model) throws IOException {
        CRC32C state = new CRC32C();
        handler.write(model, new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) {
                int bytes = source.remaining();
                state.update(source);
                return bytes;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // nothing is held
            }
        });
        return state.getValue();
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(sum.getValue());
    }
}
