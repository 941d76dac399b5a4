package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.FeatureTransferTest.Recording;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.TransferPlan.Kind;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Float16;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Features stored in fewer bits. Among the layers, {@code pooled} is a vector that {@code class} is computed from. */
class StoredPrecisionTest {

    private static final int EXAMPLES = 84;

    /** Numbers of one example: layers of 8 by 8 places with 4 and 11 channels, the means of the latter, three classes. */
    private static final int FEATURES = 64 * 4 + 64 * 11 + 11 + 3;

    /** Without the numbers beside. */
    private static Dataset images() {
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (Shard shard : FeatureTransferTest.data(8).shards(split)) {
                try {
                    Examples all = shard.open();
                    shards.add(Shard.of(split, shard.index(), Examples.of(all.tensor("image"), all.tensor("class"))));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return Dataset.of("images", 5, shards);
    }

    private static FeatureTransfer transfer(Recording recording, ElementType stored) {
        return FeatureTransfer.of(SampleNetworks.branches())
                .data(images())
                .layers("sum", "merged", "pooled", "class")
                .pooling(Pooling.FLATTEN)
                .storeAs(stored)
                .batchSize(8)
                .search(RandomSearch.trials(1).epochs(1))
                .maximize("accuracy")
                .on(watched(recording));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "UINT8"})
    void allPlansComeToTheSameModelsAndTakeTheRoomThatTheyWereExpectedToTake(ElementType stored, @TempDir Path folder) {
        Recording reference = new Recording();
        TransferResult expected = transfer(reference, stored).plan(Kind.LAZY).run();
        assertThat(expected.cost().bytesWritten()).isEqualTo((long) EXAMPLES * FEATURES * stored.bytes());

        Recording eager = new Recording();
        TransferResult onDisk = transfer(eager, stored)
                .plan(Kind.EAGER)
                .budget(Budget.memory(0).disk(folder, 1 << 20))
                .run();
        assertThat(onDisk.cost().peakBytes()).isEqualTo((long) EXAMPLES * FEATURES * stored.bytes());
        assertSame(stored, eager, onDisk, reference, expected);

        Recording staged = new Recording();
        FeatureTransfer inStages = transfer(staged, stored).plan(Kind.STAGED);
        PlannedTransfer planned = inStages.plan();
        TransferResult onHeap = inStages.run();
        assertThat(onHeap.cost().bytesWritten()).isEqualTo(planned.plan().bytesWritten(planned.work()));
        assertThat(onHeap.cost().peakBytes()).isEqualTo(planned.plan().peakBytes(planned.work()));
        assertThat(onHeap.cost().multiplyAccumulates()).isEqualTo(planned.plan().multiplyAccumulates(planned.work()));
        // kept in single precision: behind the sum also the stem's activation, then merged, then pooled
        int kept = 64 * (4 + 4) + 64 * 11 + 11;
        assertThat(onHeap.cost().bytesWritten()).isEqualTo((long) EXAMPLES * (FEATURES * stored.bytes() + kept * 4));
        assertSame(stored, staged, onHeap, reference, expected);
    }

    private static void assertSame(
            ElementType stored,
            Recording recording,
            TransferResult result,
            Recording reference,
            TransferResult expected) {
        assertThat(fingerprints(recording)).as(result.explain()).isEqualTo(fingerprints(reference));
        for (int i = 0; i < expected.results().size(); i++) {
            assertThat(recording
                            .data
                            .get(i)
                            .schema()
                            .tensor(LayerResult.FEATURES)
                            .type())
                    .isEqualTo(stored);
            assertThat(parameters(result, i)).as(result.explain()).isEqualTo(parameters(expected, i));
        }
    }

    private static List<String> fingerprints(Recording recording) {
        return recording.data.stream().map(Dataset::fingerprint).toList();
    }

    private static float[] parameters(TransferResult result, int row) {
        return result.results()
                .get(row)
                .study()
                .best()
                .model()
                .params()
                .dup('c')
                .data()
                .asFloat();
    }

    /** And the network that is deployed gives its head what is not rounded. */
    @Test
    void featuresAreThoseOfSinglePrecisionRounded() throws IOException {
        Map<Integer, Dataset> exact = new HashMap<>();
        run(exact, ElementType.FLOAT32);
        Map<Integer, Dataset> halves = new HashMap<>();
        run(halves, ElementType.FLOAT16);
        Map<Integer, Dataset> bytes = new HashMap<>();
        TransferResult result = run(bytes, ElementType.UINT8);

        int outside = 0;
        for (Map.Entry<Integer, Dataset> layer : exact.entrySet()) {
            float[] expected = features(layer.getValue());
            float[] rounded = features(halves.get(layer.getKey()));
            float[] stepped = features(bytes.get(layer.getKey()));
            // all of the first training shard: it has fewer examples than are looked at
            float[] seen = numbers(layer.getValue().shards(Split.TRAINING).get(0));
            Arrays.sort(seen);
            float least = seen[0];
            float greatest = seen[seen.length - 1];
            for (int i = 0; i < expected.length; i++) {
                float half = Float16.toFloat(Float16.fromFloat(expected[i]));
                float inside = Math.max(least, Math.min(greatest, expected[i]));
                outside += inside == expected[i] ? 0 : 1;
                // half a step, and what single precision rounds
                float step = (greatest - least) / 255;
                if (rounded[i] != half || Math.abs(stepped[i] - inside) > 0.5001f * step) {
                    fail("feature %d of %s: %s became %s and %s", i, layer.getKey(), expected[i], half, stepped[i]);
                }
            }
            assertThat(stepped).contains(least, greatest);
        }
        assertThat(exact).hasSize(4);
        assertThat(outside).as("features outside of the range").isPositive();

        Examples raw = FeatureTransferTest.data(8).shards(Split.TEST).get(0).open();
        // an output of the network, the last, cannot be frozen
        for (LayerResult row : result.results().subList(0, 3)) {
            Dataset features = Objects.requireNonNull(exact.get(row.features()));
            Examples unrounded = features.shards(Split.TEST).get(0).open();
            ComputationGraph head = row.study().best().model();

            INDArray expected = head.output(array(unrounded.tensor(LayerResult.FEATURES), row.features()))[0];
            INDArray found = result.network(row).output(array(raw.tensor("image"), 2, 8, 8))[0];

            assertThat(found.dup('c').data().asFloat())
                    .as(row.name())
                    .isEqualTo(expected.dup('c').data().asFloat());
        }
    }

    /** @param found is given the data of each layer's study, by the number of its features */
    private static TransferResult run(Map<Integer, Dataset> found, ElementType stored) {
        Recording recording = new Recording();
        TransferResult result = transfer(recording, stored).plan(Kind.EAGER).run();
        recording.data.forEach(
                data -> found.put(data.schema().tensor(LayerResult.FEATURES).elements(), data));
        return result;
    }

    private static float[] features(@Nullable Dataset data) throws IOException {
        Dataset found = Objects.requireNonNull(data);
        FloatBuffer all = FloatBuffer.allocate(
                EXAMPLES * found.schema().tensor(LayerResult.FEATURES).elements());
        for (Split split : Split.values()) {
            for (Shard shard : found.shards(split)) {
                all.put(numbers(shard));
            }
        }
        return all.array();
    }

    private static float[] numbers(Shard shard) throws IOException {
        Tensor tensor = shard.open().tensor(LayerResult.FEATURES);
        float[] numbers = new float[shard.examples() * tensor.spec().elements()];
        tensor.copyFloats(0, shard.examples(), numbers, 0);
        return numbers;
    }

    /** The first minibatch. */
    private static INDArray array(Tensor tensor, int... shape) {
        float[] numbers = new float[8 * tensor.spec().elements()];
        tensor.copyFloats(0, 8, numbers, 0);
        long[] whole = new long[shape.length + 1];
        whole[0] = 8;
        for (int i = 0; i < shape.length; i++) {
            whole[i + 1] = shape[i];
        }
        return Nd4j.create(numbers, whole, 'c');
    }

    @Test
    void featuresAreNoIntegers() {
        assertThatThrownBy(() -> transfer(new Recording(), ElementType.INT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features cannot be stored as INT32; choose FLOAT32, FLOAT16 or UINT8");
    }

    @Test
    void featuresThatCannotBeStoredAreToldOnce() {
        ComputationGraph loud = SampleNetworks.branches();
        loud.getParam("stem_W").muli(1e6);

        assertThatThrownBy(() -> FeatureTransfer.of(loud)
                        .data(images())
                        .layers("stem")
                        .storeAs(ElementType.FLOAT16)
                        .search(RandomSearch.trials(1).epochs(1))
                        .maximize("accuracy")
                        .on(watched(new Recording()))
                        .run())
                .hasMessageContaining("cannot be stored as FLOAT16; store as FLOAT32");
    }
}
