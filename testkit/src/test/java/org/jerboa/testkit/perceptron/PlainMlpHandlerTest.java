package org.jerboa.testkit.perceptron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntToDoubleFunction;
import org.jerboa.testkit.fault.LiveModels;
import org.jerboa.testkit.fault.TrackedHandler;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class PlainMlpHandlerTest {

    private static final Blobs BLOBS = new Blobs(6, 3, 11);
    private static final Examples EXAMPLES = BLOBS.examples(0, 300);
    private static final PlainMlpHandler HANDLER = PlainMlpHandler.of(BLOBS.schema());
    private static final Configuration CONFIGURATION = Configuration.of(Map.of("learningRate", 0.1, "hidden", 8));

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void learnsToClassify(int hidden) {
        Configuration configuration =
                Configuration.of(Map.of("learningRate", 0.05, "hidden", hidden, "activation", "tanh", "dropout", 0.1));
        PlainMlp model = HANDLER.create(configuration, 1);
        double before = value(HANDLER, model, "loss");
        for (int epoch = 0; epoch < 10; epoch++) {
            HANDLER.train(model, EXAMPLES, unit(configuration, epoch));
        }
        assertThat(value(HANDLER, model, "loss")).isLessThan(before / 4);
        assertThat(value(HANDLER, model, "accuracy")).isGreaterThan(0.95);
    }

    @Test
    void learnsALinearFunction() {
        // y = (2 a - b + 1, b - 3 c)
        SplittableRandom random = new SplittableRandom(5);
        float[] features = new float[200 * 3];
        float[] targets = new float[200 * 2];
        for (int i = 0; i < 200; i++) {
            float a = (float) random.nextDouble(-1, 1);
            float b = (float) random.nextDouble(-1, 1);
            float c = (float) random.nextDouble(-1, 1);
            System.arraycopy(new float[] {a, b, c}, 0, features, i * 3, 3);
            targets[2 * i] = 2 * a - b + 1;
            targets[2 * i + 1] = b - 3 * c;
        }
        Examples examples = Examples.of(
                Tensor.ofFloats(TensorSpec.features("x", ElementType.FLOAT32, 3), features),
                Tensor.ofFloats(TensorSpec.targets("y", 2), targets));
        PlainMlpHandler handler = PlainMlpHandler.of(examples.schema());
        Configuration configuration = Configuration.of(Map.of("learningRate", 0.05));
        PlainMlp model = handler.create(configuration, 1);
        for (int epoch = 0; epoch < 30; epoch++) {
            handler.train(model, examples, unit(configuration, epoch));
        }
        Map<String, Double> values =
                handler.evaluate(model, examples, unit(configuration, 0)).values();
        assertThat(values.get("r2")).isCloseTo(1, within(1e-6));
        // The loss sums half the squares over the two columns, the mean squared error averages them.
        assertThat(values.get("loss")).isCloseTo(values.get("mse"), within(1e-12));
    }

    /** A shard is no epoch: the first and the last of one are trained at the same rate, and those of the next at another. */
    @Test
    void schedulesCountEpochsAndNotShards() throws IOException {
        Examples shard = BLOBS.examples(1, 40);
        Configuration configuration =
                Configuration.of(Map.of("learningRate", 0.1, "decay", 1.0, "batchSize", 8, "hidden", 4));
        List<byte[]> states = new ArrayList<>();
        for (int[] place : new int[][] {{1, 0}, {1, 3}, {2, 0}}) {
            PlainMlp model = HANDLER.create(configuration, 3);
            HANDLER.train(
                    model, shard, new UnitContext(0, configuration, place[0], place[1], 4, 77, Set.of(), () -> false));
            states.add(written(model));
            HANDLER.close(model);
        }

        assertThat(states.get(1)).isEqualTo(states.get(0));
        assertThat(states.get(2)).isNotEqualTo(states.get(0));
    }

    @Test
    void stepsAsMomentumWarmupAndDecayPrescribe() {
        // One input of 1 in two classes, no hidden layer, weights w0, w1 and biases of 0: the gradient of w by a
        // softmax
        // is p - y, and in full batches nothing else moves the weights.
        Examples one = Examples.of(
                Tensor.ofFloats(TensorSpec.features("x", ElementType.FLOAT32, 1), 1),
                Tensor.ofInts(TensorSpec.classes("y", 2), 0));
        PlainMlpHandler handler = PlainMlpHandler.classifier(1, 2);
        Configuration configuration =
                Configuration.of(Map.of("learningRate", 0.4, "momentum", 0.5, "decay", 1.0, "warmup", 2));
        PlainMlp model = handler.create(configuration, 3);
        double[] w = model.parameters().clone();
        double[] v = new double[4];
        // Rates: epoch 0, step 0 of a warmup of 2: 0.4 / 2; step 1: 0.4; epoch 1, step 2: 0.4 / (1 + 1).
        double[] rates = {0.2, 0.4, 0.2};
        int[] epochs = {0, 0, 1};
        for (int step = 0; step < 3; step++) {
            handler.train(model, one, unit(configuration, epochs[step]));
            double p1 = 1 / (1 + Math.exp(w[0] + w[2] - w[1] - w[3]));
            double[] gradient = {-p1, p1, -p1, p1};
            for (int i = 0; i < 4; i++) {
                v[i] = 0.5 * v[i] - rates[step] * gradient[i];
                w[i] += v[i];
            }
            for (int i = 0; i < 4; i++) {
                assertThat(model.parameters()[i]).isCloseTo(w[i], within(1e-15));
            }
        }
        assertThat(model.steps()).isEqualTo(3);
    }

    @Test
    void reportsDivergenceAsALossThatIsNotFinite() {
        Configuration wild = Configuration.of(Map.of("learningRate", 1e300));
        PlainMlp model = HANDLER.create(wild, 1);
        HANDLER.train(model, EXAMPLES, unit(wild, 0));
        TrainingSummary summary = HANDLER.train(model, EXAMPLES, unit(wild, 1));
        assertThat(summary.diverged()).isTrue();
    }

    @Test
    void aucOfManyClassesComesWhenAskedFor() {
        PlainMlp model = HANDLER.create(CONFIGURATION, 1);
        UnitContext asking = new UnitContext(0, CONFIGURATION, 0, 0, 1, 0, Set.of("auc"), () -> false);
        assertThat(HANDLER.evaluate(model, EXAMPLES, asking).values()).containsKey("auc");
        assertThat(HANDLER.evaluate(model, EXAMPLES, unit(CONFIGURATION, 0)).values())
                .doesNotContainKey("auc");
    }

    @Test
    void failsLoudlyOnUseAfterClose() {
        PlainMlp model = HANDLER.create(CONFIGURATION, 1);
        HANDLER.close(model);
        assertThat(model.isClosed()).isTrue();
        assertThatThrownBy(() -> HANDLER.train(model, EXAMPLES, unit(CONFIGURATION, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot train classifier 6-8-3 after 0 steps: it is closed");
        assertThatThrownBy(() -> HANDLER.evaluate(model, EXAMPLES, unit(CONFIGURATION, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> written(model)).isInstanceOf(IllegalStateException.class);
        assertThatCode(() -> HANDLER.close(model)).doesNotThrowAnyException();
    }

    @Test
    void failsLoudlyOnUseByTwoAtOnce() {
        PlainMlp model = HANDLER.create(CONFIGURATION, 1);
        AtomicReference<Throwable> second = new AtomicReference<>();
        HANDLER.train(model, EXAMPLES, unit(CONFIGURATION, () -> {
            try {
                HANDLER.evaluate(model, EXAMPLES, unit(CONFIGURATION, 0));
            } catch (IllegalStateException e) {
                second.set(e);
            }
            return false;
        }));
        assertThat(second.get()).hasMessageContaining("cannot evaluate").hasMessageContaining("another thread");
    }

    @Test
    void failsLoudlyWhenClosedWhileInUse() {
        PlainMlp model = HANDLER.create(CONFIGURATION, 1);
        assertThatThrownBy(() -> HANDLER.train(model, EXAMPLES, unit(CONFIGURATION, () -> {
                    HANDLER.close(model);
                    return false;
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed while in use (train)");
    }

    @Test
    void isUndefinedAfterAFailedUnitUntilRestored() throws IOException {
        PlainMlp model = HANDLER.create(CONFIGURATION, 1);
        byte[] checkpoint = written(model);
        assertThatThrownBy(() -> HANDLER.train(model, EXAMPLES, unit(CONFIGURATION, () -> model.steps() == 2)))
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> HANDLER.train(model, EXAMPLES, unit(CONFIGURATION, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a unit failed on it; restore it from a checkpoint or close it");
        assertThat(restored(CONFIGURATION, checkpoint, model)).isSameAs(model);
        assertThat(written(model)).isEqualTo(checkpoint);
    }

    @Test
    void refusesAModelOfAnotherConfiguration() {
        Configuration other = Configuration.of(Map.of("learningRate", 0.2, "hidden", 8));
        PlainMlp model = HANDLER.create(CONFIGURATION, 1);
        assertThatThrownBy(() -> HANDLER.train(model, EXAMPLES, unit(other, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("learningRate=0.2")
                .hasMessageContaining("learningRate=0.1");
    }

    @Test
    void takesTheWeightsOfACloneWithAnotherLearningRateButNotOfAnotherShape() throws IOException {
        PlainMlp parent = HANDLER.create(CONFIGURATION, 1);
        HANDLER.train(parent, EXAMPLES, unit(CONFIGURATION, 0));
        byte[] checkpoint = written(parent);
        PlainMlp clone = restored(Configuration.of(Map.of("learningRate", 0.01, "hidden", 8)), checkpoint, parent);
        assertThat(clone).isNotSameAs(parent);
        assertThat(clone.settings().learningRate()).isEqualTo(0.01);
        assertThat(written(clone)).isEqualTo(checkpoint);
        assertThatThrownBy(
                        () -> restored(Configuration.of(Map.of("learningRate", 0.1, "hidden", 9)), checkpoint, parent))
                .isInstanceOf(IOException.class)
                .hasMessage("checkpoint is of a classifier 6-8-3, the configuration describes a classifier 6-9-3");
    }

    @Test
    void exportsWeightsThatPredictTheSame(@TempDir Path folder) throws IOException {
        PlainMlp model = HANDLER.create(CONFIGURATION, 1);
        HANDLER.train(model, EXAMPLES, unit(CONFIGURATION, 0));
        Path file = folder.resolve("model." + HANDLER.exportExtension());
        HANDLER.export(model, file);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("plain-mlp 1 classifier 6-8-3 relu");
        assertThat(lines).hasSize(1 + (6 + 1) + (8 + 1));
        int correct = 0;
        for (int i = 0; i < EXAMPLES.count(); i++) {
            float[] features = new float[6];
            EXAMPLES.tensor("features").copyFloats(i, i + 1, features, 0);
            double[] hidden = layer(lines, 1, features.length, j -> features[j]);
            double[] scores = layer(lines, 8, hidden.length, j -> Math.max(0, hidden[j]));
            int predicted = scores[0] >= scores[1] && scores[0] >= scores[2] ? 0 : scores[1] >= scores[2] ? 1 : 2;
            correct += predicted == EXAMPLES.tensor("label").intAt(i) ? 1 : 0;
        }
        assertThat(value(HANDLER, model, "accuracy")).isEqualTo(correct / 300.0);
    }

    private static double[] layer(List<String> lines, int first, int inputs, IntToDoubleFunction input) {
        double[] outputs = numbers(lines.get(first + inputs));
        for (int i = 0; i < inputs; i++) {
            double[] row = numbers(lines.get(first + i));
            for (int j = 0; j < outputs.length; j++) {
                outputs[j] += input.applyAsDouble(i) * row[j];
            }
        }
        return outputs;
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void namesWhatIsWrongWithAConfiguration() {
        assertThatThrownBy(() -> HANDLER.create(Configuration.of(Map.of("learningRate", -0.1)), 1))
                .hasMessage("learningRate (-0.1) must be above 0; correct the configuration");
        assertThatThrownBy(() -> HANDLER.create(Configuration.of(Map.of("learningRate", 0.1, "activation", "elu")), 1))
                .hasMessage("activation 'elu' is unknown to a plain MLP; use relu or tanh");
        assertThatThrownBy(() -> HANDLER.create(Configuration.of(Map.of()), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("learningRate");
    }

    @Test
    void namesDataThatDoesNotFit() {
        PlainMlp model = HANDLER.create(CONFIGURATION, 1);
        assertThatThrownBy(() -> HANDLER.evaluate(model, new Blobs(7, 3, 1).examples(0, 5), unit(CONFIGURATION, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 elements in features do not fit a plain MLP of 6 inputs");
        assertThatThrownBy(() -> HANDLER.evaluate(model, new Blobs(6, 4, 1).examples(0, 5), unit(CONFIGURATION, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 classes do not fit a plain MLP of 3 outputs");
    }

    @Test
    void trackedModelsAreLiveFromCreationToClose() throws Exception {
        LiveModels live = new LiveModels();
        TrackedHandler<PlainMlp> tracked = new TrackedHandler<>(HANDLER, live);
        PlainMlp first = tracked.create(CONFIGURATION, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tracked.write(first, Channels.newChannel(bytes));
        PlainMlp second = tracked.restore(
                CONFIGURATION, Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())), null);
        PlainMlp same = tracked.restore(
                CONFIGURATION, Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())), second);
        assertThat(same).isSameAs(second);
        assertThat(live.count()).isEqualTo(2);
        tracked.close(first);
        tracked.close(second);
        assertThat(live.count()).isZero();
        assertThat(live.most()).isEqualTo(2);
        assertThat(live.opened()).isEqualTo(2);
        assertThatThrownBy(() -> tracked.close(first)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tracked.train(second, EXAMPLES, unit(CONFIGURATION, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot train a model that is not open");
    }

    private static double value(PlainMlpHandler handler, PlainMlp model, String metric) {
        Double value = handler.evaluate(model, EXAMPLES, unit(model.configuration(), 0))
                .values()
                .get(metric);
        assertThat(value).as(metric).isNotNull();
        return value;
    }

    private static UnitContext unit(Configuration configuration, int epoch) {
        return new UnitContext(0, configuration, epoch, 0, 1, 77 + epoch, Set.of(), () -> false);
    }

    private static UnitContext unit(Configuration configuration, BooleanSupplier cancelled) {
        return new UnitContext(0, configuration, 0, 0, 1, 77, Set.of(), cancelled);
    }

    private static byte[] written(PlainMlp model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HANDLER.write(model, Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    private static PlainMlp restored(Configuration configuration, byte[] checkpoint, PlainMlp reusable)
            throws IOException {
        return HANDLER.restore(configuration, Channels.newChannel(new ByteArrayInputStream(checkpoint)), reusable);
    }
}
