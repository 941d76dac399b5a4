package org.jerboa.hazelcast.internal.worker.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.hazelcast.Layers.FAR;
import static org.jerboa.hazelcast.Layers.NEAR;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import org.jerboa.hazelcast.Fixture;
import org.jerboa.hazelcast.Layers;
import org.jerboa.hazelcast.internal.wire.Lacks;
import org.jerboa.hazelcast.internal.wire.Payload;
import org.jerboa.hazelcast.internal.wire.Recipe;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.wire.TransformPart;
import org.jerboa.hazelcast.internal.worker.memory.Room;
import org.jerboa.hazelcast.internal.worker.memory.ShardMemory;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member answers, computes, keeps and drops. */
class DerivedShardsTest {

    private static final UUID DRIVER = new UUID(1, 2);
    private static final Examples SOURCE = Fixture.BLOBS.examples(1, 50);
    private static final long OUTPUT_BYTES = SOURCE.features().get(0).bytes();
    private static final ShardPart.Header HEADER = header(SOURCE.checksum(), true);
    private static final Layers LAYERS = Layers.of("layers", 1000);

    @TempDir
    Path folder;

    private final ShardMemory memory = new ShardMemory(1 << 20);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Materials materials =
            new Materials(new Room(memory, Path.of("unused")), DerivedShardsTest.class.getClassLoader());

    private final Told hears = new Told() {
        @Override
        public void computed(Recipe recipe, Set<String> outputs, boolean fromSource, long bytes, long nanos) {
            told.add(outputs + (fromSource ? " from the source, " : " from outputs, ") + bytes);
        }

        @Override
        public void failed(Recipe recipe, String message) {
            told.add(message);
        }
    };

    private static ShardPart.Header header(long checksum, boolean source) {
        return new ShardPart.Header(
                Split.TRAINING, 3, SOURCE.schema().toText(), SOURCE.count(), SOURCE.bytes(), checksum, source);
    }

    private static Recipe recipe(String layer, Set<String> outputs, Set<String> from, Set<String> keep) {
        return new Recipe(header(7, false), HEADER, "layers", Map.of("features", layer), outputs, from, keep);
    }

    private DerivedShards study(ShardMemory heap) {
        return study(new Room(heap, folder.resolve("derived")));
    }

    private DerivedShards study(Room room) {
        materials = new Materials(room, DerivedShardsTest.class.getClassLoader());
        return materials.open(DRIVER, hears);
    }

    @AfterEach
    void close() {
        materials.close();
        assertThat(memory.taken()).isZero();
    }

    private static void sendSource(DerivedShards study) {
        ByteBuffer all = ByteBuffer.allocate((int) SOURCE.bytes());
        for (Tensor tensor : SOURCE.tensors()) {
            all.put(tensor.raw());
        }
        assertThat(study.take(new ShardPart("study", 0, HEADER, 0, all.array())))
                .isNull();
    }

    private static TransformPart wholly(byte[] bytes, long sending, int damage) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return new TransformPart("study", 0, "layers", sending, 0, bytes, true, checksum.getValue() + damage);
    }

    private static void send(DerivedShards study, Layers layers) {
        assertThat(study.take(wholly(Payload.of(layers), 1, 0))).isNull();
    }

    /** A study that has been sent what it needs. */
    private DerivedShards ready(ShardMemory heap, Recipe recipe) {
        DerivedShards study = study(heap);
        sendSource(study);
        send(study, LAYERS);
        assertThat(study.offer(recipe).isNothing()).isTrue();
        return study;
    }

    private static float[] expected(String layer) throws IOException {
        return floats(LAYERS.fromSource(SOURCE, Set.of(layer)).get(layer));
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.examples() * tensor.spec().elements()];
        tensor.copyFloats(0, tensor.examples(), values, 0);
        return values;
    }

    @Test
    void anOfferTellsWhatIsLackingUntilNothingIs() {
        Recipe recipe = recipe(NEAR, Set.of(NEAR), Set.of(), Set.of());
        DerivedShards study = study(memory);

        assertThat(study.offer(recipe)).isEqualTo(new Lacks(true, true, ""));
        sendSource(study);
        assertThat(study.offer(recipe)).isEqualTo(new Lacks(false, true, ""));
        send(study, LAYERS);
        assertThat(study.offer(recipe).isNothing()).isTrue();
    }

    @Test
    void theShardHasTheOutputAndTheSourcesOwnTensors() throws IOException {
        Recipe recipe = recipe(FAR, Set.of(FAR), Set.of(), Set.of());
        DerivedShards study = ready(memory, recipe);

        Examples examples = study.open(recipe);

        assertThat(examples.schema()).isEqualTo(SOURCE.schema());
        assertThat(floats(examples.tensor("features"))).isEqualTo(expected(FAR));
        assertThat(examples.tensor("label").checksum())
                .isEqualTo(SOURCE.tensor("label").checksum());
    }

    @Test
    void partsOfATransformMayOvertakeEachOther() {
        DerivedShards study = study(memory);
        byte[] all = Payload.of(LAYERS);
        CRC32C checksum = new CRC32C();
        checksum.update(all);
        List<TransformPart> parts = new ArrayList<>();
        for (int at = 0; at < all.length; at += 100) {
            byte[] some = Arrays.copyOfRange(all, at, Math.min(all.length, at + 100));
            parts.add(
                    new TransformPart("study", 0, "layers", 5, at, some, at + 100 >= all.length, checksum.getValue()));
        }
        Collections.shuffle(parts, new Random(3));
        // what is left of a sending that broke off
        assertThat(study.take(new TransformPart("study", 0, "layers", 4, 0, new byte[50], false, 0)))
                .isNull();

        parts.forEach(part -> assertThat(study.take(part)).isNull());

        assertThat(study.offer(recipe(NEAR, Set.of(NEAR), Set.of(), Set.of())).transform())
                .isFalse();
    }

    @Test
    void aTransformThatCameDamagedIsRefused() {
        DerivedShards study = study(memory);

        assertThat(study.take(wholly(Payload.of(LAYERS), 1, 1))).contains("transform 'layers'", "damaged");
        assertThat(study.take(wholly(Payload.of("no transform"), 2, 0))).contains("transform 'layers'", "String");
        assertThat(study.take(wholly(Payload.of(Layers.of("other", 1)), 3, 0))).contains("calls itself 'other'");
        assertThat(study.offer(recipe(NEAR, Set.of(NEAR), Set.of(), Set.of())).transform())
                .isTrue();
        send(study, LAYERS);
    }

    @Test
    void whatOneStudyDoesNotKeepStaysWhileAnotherUsesIt() throws IOException {
        Recipe first = recipe(NEAR, Set.of(NEAR), Set.of(), Set.of());
        Recipe second = recipe(FAR, Set.of(FAR), Set.of(NEAR), Set.of(FAR));
        DerivedShards one = ready(memory, first);
        DerivedShards other = materials.open(DRIVER, hears);
        assertThat(other.offer(second).isNothing()).isTrue();

        one.open(first);
        one.close();
        other.open(second);
        assertThat(materials.bytes()).isEqualTo(SOURCE.bytes() + 2 * OUTPUT_BYTES);
        other.close();

        assertThat(told)
                .containsExactly("[near] from the source, " + OUTPUT_BYTES, "[far] from outputs, " + OUTPUT_BYTES);
        assertThat(materials.bytes()).isEqualTo(SOURCE.bytes() + OUTPUT_BYTES);
        materials.driverLeft(DRIVER);
        assertThat(materials.bytes()).isZero();
    }

    /** One that is still needed is computed too, or the next study would have to do so. */
    @Test
    void whatIsLostOfTheGivenOnesIsComputedFromTheSource() throws IOException {
        Recipe recipe = recipe(FAR, Set.of(FAR), Set.of(NEAR), Set.of(NEAR));
        DerivedShards study = ready(memory, recipe);

        study.open(recipe);
        study.close();

        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains(NEAR, FAR, "from the source, " + 2 * OUTPUT_BYTES);
        assertThat(materials.bytes()).isEqualTo(SOURCE.bytes() + OUTPUT_BYTES);
    }

    @Test
    void unitsThatOpenOneShardTogetherHaveItComputedOnce() throws Exception {
        Recipe recipe = recipe(NEAR, Set.of(NEAR), Set.of(), Set.of());
        DerivedShards study = ready(memory, recipe);
        ExecutorService units = Executors.newFixedThreadPool(4);
        try {
            List<Future<Examples>> opened = new ArrayList<>();
            for (int unit = 0; unit < 12; unit++) {
                opened.add(units.submit(() -> study.open(recipe)));
            }
            for (Future<Examples> examples : opened) {
                assertThat(floats(examples.get().tensor("features"))).isEqualTo(expected(NEAR));
            }
        } finally {
            units.shutdownNow();
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void whoWaitsForAShardCanBeInterrupted() throws Exception {
        Recipe recipe = recipe(NEAR, Set.of(NEAR), Set.of(), Set.of());
        DerivedShards study = ready(memory, recipe);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> study.open(recipe)).isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void whatFailsIsTriedAgainByTheNext() throws IOException {
        Recipe recipe = recipe(NEAR, Set.of(NEAR), Set.of(), Set.of());
        DerivedShards study = study(memory);
        sendSource(study);
        send(study, LAYERS.failingFor(SOURCE.count()));
        study.offer(recipe);

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> study.open(recipe))
                    .isInstanceOf(IOException.class)
                    .hasMessage("training shard 3 could not be derived: layers fail for 50 examples");
        }

        assertThat(told).containsExactly("layers fail for 50 examples", "layers fail for 50 examples");
    }

    /** A file is where the folder for what does not fit on the heap would have to be. */
    @Test
    void withoutRoomUnusedOutputsGoAndThenItIsComputedEachTime() throws IOException {
        Recipe kept = recipe(NEAR, Set.of(NEAR), Set.of(), Set.of(NEAR));
        Recipe recipe = recipe(FAR, Set.of(FAR), Set.of(), Set.of());
        ShardMemory small = new ShardMemory(SOURCE.bytes() + OUTPUT_BYTES);
        DerivedShards first = ready(small, kept);
        first.open(kept);
        first.close();
        Files.delete(folder.resolve("derived"));
        Files.createFile(folder.resolve("derived"));

        DerivedShards second = materials.open(DRIVER, hears);
        second.offer(recipe);
        second.open(recipe);
        assertThat(told.get(1)).as("in place of the unused").isEqualTo("[far] from the source, " + OUTPUT_BYTES);

        Recipe more = recipe(NEAR, Set.of(NEAR), Set.of(), Set.of());
        second.offer(more);
        for (int time = 0; time < 2; time++) {
            assertThat(floats(second.open(more).tensor("features"))).isEqualTo(expected(NEAR));
        }
        assertThat(told.subList(2, told.size()))
                .containsExactly("[near] from the source, 0", "[near] from the source, 0");
        materials.close();
        assertThat(small.taken()).isZero();
    }

    /** Its thread was not to be stopped when the study was given up. */
    @Test
    void whatAStudyComputesAfterItsEndIsNotKept() throws IOException {
        Recipe recipe = recipe(NEAR, Set.of(NEAR), Set.of(), Set.of(NEAR));
        DerivedShards study = ready(memory, recipe);
        study.close();

        assertThat(floats(study.open(recipe).tensor("features"))).isEqualTo(expected(NEAR));

        assertThat(materials.bytes()).isEqualTo(SOURCE.bytes());
    }
}
