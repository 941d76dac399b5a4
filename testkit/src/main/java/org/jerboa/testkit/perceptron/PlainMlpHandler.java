package org.jerboa.testkit.perceptron;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.metric.ClassificationAccumulator;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.metric.RegressionAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;

/**
 * A handler without a deep-learning tool: a perceptron with at most one hidden layer in plain Java, trained by SGD with
 * momentum. It computes the same bits on every machine, takes milliseconds where a tool takes seconds to start, and its
 * {@link PlainMlp models} notice when an executor breaks a promise. Executors, worker pools and stores are tested with it.
 *
 * <p>Hyperparameters of a configuration: {@code learningRate}; optional {@code momentum} (0.9), {@code hidden} (0: softmax
 * or linear regression), {@code activation} (relu, or tanh), {@code batchSize} (32), {@code dropout} (0; of hidden units,
 * or of inputs without a hidden layer), {@code decay} (0; epoch e trains at the rate divided by {@code 1 + decay * e}) and
 * {@code warmup} (0; steps over which the rate rises). Others are ignored.
 *
 * <p>Losses: negative log-likelihood under a softmax, or half the squared error summed over columns.
 *
 * <p>{@link #export} writes a text file: a line with the shape, for example {@code plain-mlp 1 classifier 64-32-10 relu};
 * then, layer by layer, one line of weights for each of its inputs and one line of biases, numbers separated by spaces.
 */
public final class PlainMlpHandler implements ModelHandler<PlainMlp> {

    private static final long serialVersionUID = 1L;

    private final boolean classifier;
    private final int inputs;
    private final int outputs;

    private PlainMlpHandler(boolean classifier, int inputs, int outputs) {
        if (inputs < 1 || outputs < (classifier ? 2 : 1)) {
            throw new IllegalArgumentException("a plain MLP of " + inputs + " inputs and " + outputs
                    + " outputs is none; it needs an input, and two classes or one number");
        }
        this.classifier = classifier;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** A handler that classifies. */
    public static PlainMlpHandler classifier(int inputs, int classes) {
        return new PlainMlpHandler(true, inputs, classes);
    }

    /** A handler that predicts numbers. */
    public static PlainMlpHandler regression(int inputs, int columns) {
        return new PlainMlpHandler(false, inputs, columns);
    }

    /** A handler for data with one tensor of features and one of class indices or targets. */
    public static PlainMlpHandler of(Schema schema) {
        TensorSpec labels = schema.labels().get(0);
        int inputs = schema.features().get(0).elements();
        return labels.classes() > 0 ? classifier(inputs, labels.classes()) : regression(inputs, labels.elements());
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("tool", "plain-mlp 1", "arithmetic", "double, StrictMath");
    }

    /** {@inheritDoc} Computed in long arithmetic: the shape may be one that no array could hold. */
    @Override
    public Optional<ModelEstimate> estimate(Configuration configuration, Schema data) {
        PlainMlpSettings settings = PlainMlpSettings.of(configuration);
        long hidden = settings.hidden();
        long parameters = hidden == 0 ? (inputs + 1L) * outputs : (inputs + 1L) * hidden + (hidden + 1) * outputs;
        return Optional.of(new ModelEstimate(parameters, settings.batchSize(), 256 + 3L * Double.BYTES * parameters));
    }

    @Override
    public PlainMlp create(Configuration configuration, long seed) {
        PlainMlpSettings settings = PlainMlpSettings.of(configuration);
        return PlainMlp.initialised(configuration, settings, shape(settings), seed);
    }

    private PlainMlpShape shape(PlainMlpSettings settings) {
        return new PlainMlpShape(classifier, inputs, settings.hidden(), outputs);
    }

    @Override
    public TrainingSummary train(PlainMlp model, Examples shard, UnitContext unit) {
        if (!unit.configuration().equals(model.configuration())) {
            throw new IllegalStateException("unit of configuration [" + unit.configuration() + "] got a model of ["
                    + model.configuration() + "]");
        }
        return model.exclusively("train", true, () -> new PlainMlpTrainer(model).train(shard, unit));
    }

    @Override
    public MetricAccumulator evaluate(PlainMlp model, Examples shard, UnitContext unit) {
        return model.exclusively(
                "evaluate", false, () -> classifier ? classify(model, shard, unit) : predict(model, shard));
    }

    private MetricAccumulator classify(PlainMlp model, Examples shard, UnitContext unit) {
        PlainMlpData data = PlainMlpData.of(shard, model.shape());
        PlainMlpPass pass = new PlainMlpPass(model.shape(), model.settings().activation());
        ClassificationAccumulator.Builder builder = ClassificationAccumulator.builder(outputs, unit.metrics());
        float[] scores = new float[outputs];
        for (int i = 0; i < data.count(); i++) {
            forward(model, pass, data, i, scores);
            builder.add(data.label(i), scores, 0, data.loss(pass, i));
        }
        return builder.build();
    }

    private MetricAccumulator predict(PlainMlp model, Examples shard) {
        PlainMlpData data = PlainMlpData.of(shard, model.shape());
        PlainMlpPass pass = new PlainMlpPass(model.shape(), model.settings().activation());
        RegressionAccumulator.Builder builder = RegressionAccumulator.builder(outputs);
        float[] predictions = new float[data.targets().length];
        float[] row = new float[outputs];
        for (int i = 0; i < data.count(); i++) {
            forward(model, pass, data, i, row);
            System.arraycopy(row, 0, predictions, data.targetsAt(i), outputs);
            builder.add(data.targets(), predictions, data.targetsAt(i), data.loss(pass, i));
        }
        return builder.build();
    }

    private static void forward(PlainMlp model, PlainMlpPass pass, PlainMlpData data, int example, float[] row) {
        double[] outputs = pass.forward(model.parameters(), data.features(), data.featuresAt(example));
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) outputs[i];
        }
    }

    @Override
    public long bytes(PlainMlp model) {
        return 256 + PlainMlpCheckpoint.bytes(model.shape());
    }

    @Override
    public void write(PlainMlp model, WritableByteChannel out) throws IOException {
        model.exclusively("write", false, () -> {
            PlainMlpCheckpoint.write(model, out);
            return model;
        });
    }

    @Override
    public PlainMlp restore(Configuration configuration, ReadableByteChannel in, @Nullable PlainMlp reusable)
            throws IOException {
        PlainMlpSettings settings = PlainMlpSettings.of(configuration);
        PlainMlpShape shape = shape(settings);
        ByteBuffer body = PlainMlpCheckpoint.read(shape, in);
        PlainMlp model = reusable != null
                        && reusable.configuration().equals(configuration)
                        && reusable.shape().equals(shape)
                        && reusable.takeForRestore()
                ? reusable
                : PlainMlp.empty(configuration, settings, shape);
        PlainMlpCheckpoint.apply(body, model);
        model.restored();
        return model;
    }

    @Override
    public void export(PlainMlp model, Path file) throws IOException {
        model.exclusively("export", false, () -> Files.writeString(file, PlainMlpText.of(model)));
    }

    @Override
    public String exportExtension() {
        return "mlp.txt";
    }

    @Override
    public void close(PlainMlp model) {
        model.close();
    }
}
