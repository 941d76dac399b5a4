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

    /** In the first bytes of a model, what was done with it last. */
    private static final int EPOCH = 0;

    private static final int POSITION = 1;
    private static final int HEAD = 2;

    private final int bytes;
    private final int talking;
    private final String folder;

    /**
     * @param talking the epoch from which on small messages are sent while models come
     * @param folder for what they took
     */
    Ballast(int bytes, int talking, String folder) {
        this.bytes = bytes;
        this.talking = talking;
        this.folder = folder;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("bytes", String.valueOf(bytes));
    }

    @Override
    public byte[] create(Configuration configuration, long seed) {
        return new byte[bytes];
    }

    @Override
    public TrainingSummary train(byte[] model, Examples shard, UnitContext unit) {
        model[EPOCH] = (byte) unit.epoch();
        model[POSITION] = (byte) unit.position();
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
        byte[] model = reusable == null ? new byte[bytes] : reusable;
        ByteBuffer state = ByteBuffer.wrap(model);
        read(in, state, HEAD);
        if (model[EPOCH] >= talking && Hopping.isInTheMiddle(model[POSITION] + 1)) {
            SmallMessages messages = SmallMessages.ofThisProcess(folder);
            messages.hopBegins();
            read(in, state, bytes);
            messages.hopEnds();
        } else {
            read(in, state, bytes);
        }
        return model;
    }

    /** Reads until so many bytes are there, or a few more. */
    private static void read(ReadableByteChannel in, ByteBuffer state, int wanted) throws IOException {
        while (state.position() < wanted) {
            if (in.read(state) < 0) {
                throw new EOFException(state.remaining() + " bytes of the model are missing");
            }
        }
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
