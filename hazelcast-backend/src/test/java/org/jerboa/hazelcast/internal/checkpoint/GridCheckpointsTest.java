package org.jerboa.hazelcast.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jerboa.hazelcast.internal.grid.EmbeddedGrid;
import org.jerboa.hazelcast.internal.grid.OpenGrid;
import org.jerboa.testkit.contract.CheckpointStoreContract;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two members, so that half of the chunks are remote. */
class GridCheckpointsTest extends CheckpointStoreContract {

    private static final Set<Integer> TRIALS = IntStream.range(0, 40).boxed().collect(Collectors.toSet());

    private static final CheckpointId ID = new CheckpointId(3, 7);

    private static OpenGrid grid;

    private final AtomicLong ticket = new AtomicLong(100);

    @BeforeAll
    static void startGrid() {
        grid = new EmbeddedGrid(2, 1).get();
    }

    @AfterAll
    static void endGrid() {
        grid.ending().run();
    }

    /** Opened again under the same folder it is the same study's. */
    @Override
    protected CheckpointStore open(Path folder) throws IOException {
        return store(folder.getFileName().toString());
    }

    private GridCheckpoints store(String study) throws IOException {
        GridCheckpoints store = new GridCheckpoints(grid.driver(), study, 1, id -> ticket.get(), 1 << 20);
        store.fence(TRIALS, 0, Set.of());
        return store;
    }

    private static void put(CheckpointStore store, int length) throws IOException {
        store.put(ID, out -> out.write(ByteBuffer.wrap(new byte[length])));
    }

    @Test
    void anAttemptThatWasGivenUpStoresNothing() throws IOException {
        GridCheckpoints store = store("given-up");
        put(store, 10);
        store.fence(TRIALS, 0, Set.of(101L));
        ticket.set(101);
        assertThatThrownBy(() -> put(store, 2 * Manifest.CHUNK + 1))
                .isInstanceOf(GridCheckpoints.FencedException.class)
                .hasMessageContaining("trial 3 version 7");
        assertThat(length(store)).as("what was there before").isEqualTo(10);
        ticket.set(102);
        put(store, 20);
        assertThat(length(store)).isEqualTo(20);
    }

    @Test
    void anEarlierDriversAttemptsStoreNothing() throws IOException {
        GridCheckpoints store = store("taken-over");
        store.fence(TRIALS, 1L << 40, Set.of());
        assertThatThrownBy(() -> put(store, 10)).isInstanceOf(GridCheckpoints.FencedException.class);
        store.fence(TRIALS, 0, Set.of()); // a floor is never lowered
        assertThatThrownBy(() -> put(store, 10)).isInstanceOf(GridCheckpoints.FencedException.class);
        assertThat(store.versions(3)).isEmpty();
        ticket.set((1L << 40) + 5);
        put(store, 10);
        assertThat(store.versions(3)).containsExactly(7);
    }

    @Test
    void aTrialThatNoDriverLetInStoresNothing() throws IOException {
        GridCheckpoints store = store("not-let-in");
        assertThatThrownBy(() -> store.put(new CheckpointId(40, 1), out -> out.write(ByteBuffer.allocate(1))))
                .isInstanceOf(GridCheckpoints.FencedException.class);
        assertThat(store.known()).isEqualTo(TRIALS);
    }

    @Test
    void chunksOfReplacedAndDeletedVersionsAreRemoved() throws IOException {
        GridCheckpoints store = store("chunks");
        put(store, 3 * Manifest.CHUNK);
        assertThat(chunks("chunks")).hasSize(3);
        put(store, Manifest.CHUNK + 1);
        assertThat(chunks("chunks")).hasSize(2);
        store.delete(ID);
        assertThat(chunks("chunks")).isEmpty();
    }

    @Test
    void aLostChunkIsSaidToBeDamage() throws IOException {
        GridCheckpoints store = store("lost");
        put(store, 2 * Manifest.CHUNK);
        String second = chunks("lost").stream()
                .filter(key -> key.endsWith("#1"))
                .findFirst()
                .orElseThrow();
        grid.driver().getMap(GridCheckpoints.chunkMaps(1) + "lost").delete(second);
        assertThatThrownBy(() -> length(store))
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("chunk 1 of 2");
    }

    @Test
    void anAlteredChunkIsFoundOut() throws IOException {
        GridCheckpoints store = store("altered");
        put(store, 100);
        String key = chunks("altered").iterator().next();
        byte[] altered = new byte[100];
        altered[50] = 1;
        grid.driver().getMap(GridCheckpoints.chunkMaps(1) + "altered").set(key, altered);
        assertThatThrownBy(() -> length(store))
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void destroyingLeavesNothing() throws IOException {
        GridCheckpoints store = store("destroyed");
        put(store, 100);
        store.destroy();
        assertThat(chunks("destroyed")).isEmpty();
        assertThatThrownBy(() -> length(store)).isInstanceOf(NoSuchFileException.class);
    }

    private static Set<String> chunks(String study) {
        return new HashSet<>(grid.driver()
                .<String, byte[]>getMap(GridCheckpoints.chunkMaps(1) + study)
                .keySet());
    }

    private static int length(CheckpointStore store) throws IOException {
        return store.get(ID, in -> {
            ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
            int length = 0;
            for (int read = in.read(bytes.clear()); read >= 0; read = in.read(bytes.clear())) {
                length += read;
            }
            return length;
        });
    }
}
