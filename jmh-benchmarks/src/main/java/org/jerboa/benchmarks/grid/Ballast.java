package org.jerboa.benchmarks.grid;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.metric.RegressionAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/** Models that are nothing but so many bytes of state, and are trained in no time: what is left of a unit is its hop. */
final class Ballast implements ModelHandler<byte[]> {

    private static final long serialVersionUID = 1L;

    private final int bytes;

    Ballast(int bytes) {
        this.bytes = bytes;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("bytes", String.valueOf(bytes));
    }

    @Override
    public byte[] create(Configuration configuration, long seed) {
        byte[] model = new byte[bytes];
        model[0] = (byte) seed;
        return model;
    }

    @Override
    public TrainingSummary train(byte[] model, Examples shard, UnitContext unit) {
        model[unit.position()]++;
        return new TrainingSummary(shard.count(), 1, 0);
    }

    @Override
    public MetricAccumulator evaluate(byte[] model, Examples shard, UnitContext unit) {
        return RegressionAccumulator.builder(1)
                .add(new float[] {0}, new float[] {model[0]}, 0, model[0])
                .build();
    }

    @Override
    public long bytes(byte[] model) {
        return model.length;
    }

    @Override
    public void write(byte[] model, WritableByteChannel out) throws IOException {
        ByteBuffer state = ByteBuffer.wrap(model);
        while (state.hasRemaining()) {
            out.write(state);
        }
    }

    @Override
    public byte[] restore(Configuration configuration, ReadableByteChannel in, byte @Nullable [] reusable)
            throws IOException {
        ByteBuffer state = ByteBuffer.wrap(reusable == null ? new byte[bytes] : reusable);
        while (state.hasRemaining()) {
            if (in.read(state) < 0) {
                throw new EOFException(state.remaining() + " bytes of the model are missing");
            }
        }
        return state.array();
    }

    @Override
    public void export(byte[] model, Path file) throws IOException {
        Files.write(file, model);
    }

    @Override
    public String exportExtension() {
        return "bin";
    }

    @Override
    public void close(byte[] model) {
        // it is memory
    }
}
