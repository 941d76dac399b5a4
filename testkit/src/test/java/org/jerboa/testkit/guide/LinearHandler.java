package org.jerboa.testkit.guide;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.metric.RegressionAccumulator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/**
 * Linear regression on the first {@code inputs} features, by SGD. A model is its weights, the bias last: SGD without
 * momentum has no other state.
 */
public final class LinearHandler implements ModelHandler<double[]> {

    private static final int MAGIC = 0x4C494E31;

    @Override
    public Map<String, String> settings() {
        return Map.of("tool", "linear 1");
    }

    @Override
    public double[] create(Configuration configuration, long seed) {
        RandomGenerator random = RandomStreams.stream(seed, "weights");
        double[] weights = new double[configuration.getInt("inputs") + 1];
        Arrays.setAll(weights, i -> 0.01 * (random.nextDouble() - 0.5));
        return weights;
    }

    @Override
    public TrainingSummary train(double[] weights, Examples shard, UnitContext unit) {
        int batchSize = unit.configuration().getInt("batchSize");
        double rate = unit.configuration().getDouble("learningRate") / (1 + 0.1 * unit.epoch());
        double loss = 0;
        long minibatches = 0;
        for (Examples minibatch : shard.minibatches(batchSize)) {
            unit.checkCancelled();
            loss += step(weights, minibatch, rate);
            minibatches++;
        }
        return new TrainingSummary(shard.count(), minibatches, loss / shard.count());
    }

    private static double step(double[] weights, Examples minibatch, double rate) {
        Table table = Table.of(minibatch);
        double[] gradient = new double[weights.length];
        double loss = 0;
        for (int example = 0; example < table.count(); example++) {
            double error = table.predict(weights, example) - table.targets[example];
            loss += error * error / 2;
            for (int i = 0; i < weights.length; i++) {
                gradient[i] += error * table.input(example, i, weights.length - 1);
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= rate / table.count() * gradient[i];
        }
        return loss;
    }

    @Override
    public MetricAccumulator evaluate(double[] weights, Examples shard, UnitContext unit) {
        Table table = Table.of(shard);
        float[] predictions = new float[shard.count()];
        RegressionAccumulator.Builder metrics = RegressionAccumulator.builder(1);
        for (int example = 0; example < shard.count(); example++) {
            predictions[example] = (float) table.predict(weights, example);
            double error = predictions[example] - table.targets[example];
            metrics.add(table.targets, predictions, example, error * error / 2);
        }
        return metrics.build();
    }

    @Override
    public long bytes(double[] weights) {
        return 16 + 8L * weights.length;
    }

    @Override
    public void write(double[] weights, WritableByteChannel out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8 + 8 * weights.length);
        buffer.putInt(MAGIC).putInt(weights.length);
        for (double weight : weights) {
            buffer.putDouble(weight);
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    @Override
    public double[] restore(Configuration configuration, ReadableByteChannel in, double @Nullable [] reusable)
            throws IOException {
        ByteBuffer header = read(in, 8);
        int magic = header.getInt();
        int length = header.getInt();
        int expected = configuration.getInt("inputs") + 1;
        if (magic != MAGIC || length != expected) {
            throw new IOException("not a linear model of " + expected + " weights: it begins with "
                    + Integer.toHexString(magic) + " and says that it has " + length);
        }
        double[] weights = reusable == null ? new double[length] : reusable;
        read(in, 8 * length).asDoubleBuffer().get(weights);
        return weights;
    }

    private static ByteBuffer read(ReadableByteChannel in, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw new EOFException("a linear model is truncated: " + buffer.remaining() + " bytes are missing");
            }
        }
        return buffer.flip();
    }

    @Override
    public void export(double[] weights, Path file) throws IOException {
        Files.writeString(file, Arrays.toString(weights));
    }

    @Override
    public String exportExtension() {
        return "txt";
    }

    @Override
    public void close(double[] weights) {}

    /** A block of examples in arrays. */
    private record Table(float[] features, float[] targets) {

        static Table of(Examples examples) {
            return new Table(
                    floats(examples.features().get(0)), floats(examples.labels().get(0)));
        }

        private static float[] floats(Tensor tensor) {
            float[] values = new float[tensor.examples() * tensor.spec().elements()];
            tensor.copyFloats(0, tensor.examples(), values, 0);
            return values;
        }

        int count() {
            return targets.length;
        }

        /** What weight {@code i} is multiplied by: a feature, or 1 for the bias. */
        double input(int example, int i, int bias) {
            return i == bias ? 1 : features[example * (features.length / count()) + i];
        }

        double predict(double[] weights, int example) {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * input(example, i, weights.length - 1);
            }
            return sum;
        }
    }
}
