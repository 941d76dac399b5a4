package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link CheckpointStore} promises. A store's test extends this and opens stores; if checkpoints lie in files, it
 * also says in which, so that damage can be done to them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
public abstract class CheckpointStoreContract {

    private static final CheckpointId ID = new CheckpointId(3, 7);

    private static final int LARGE_MEBIBYTES = 64;

    @TempDir
    Path folder;

    private CheckpointStore store;

    /**
     * Opens a store, in this folder if it keeps files. Opened again in the same folder it holds what it held before, if
     * {@link #outlivesItsInstance()}.
     */
    protected abstract CheckpointStore open(Path folder) throws IOException;

    /** Whether checkpoints are still there when the store is closed and opened again. */
    protected boolean outlivesItsInstance() {
        return true;
    }

    /** The file in which a checkpoint lies; empty if the store has no files. */
    protected Optional<Path> file(Path folder, CheckpointId id) {
        return Optional.empty();
    }

    @BeforeEach
    final void openStore() throws IOException {
        store = open(Files.createTempDirectory(folder, "store"));
    }

    @AfterEach
    final void closeStore() throws IOException {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8_192, 1_000_003})
    final void whatWasPutIsRead(int length) throws IOException {
        byte[] payload = payload(length);
        assertThat(put(store, ID, payload)).as("bytes of the payload").isEqualTo(length);
        assertThat(get(store, ID)).isEqualTo(payload);
        assertThat(get(store, ID)).as("read again").isEqualTo(payload);
    }

    @Test
    final void aPayloadMayBeWrittenAndReadInPieces() throws IOException {
        byte[] payload = payload(10_000);
        store.put(ID, out -> writePiecewise(out, payload, 7));
        byte[] read = store.get(ID, in -> {
            byte[] bytes = new byte[payload.length];
            for (int from = 0; from < payload.length; from += 11) {
                readFully(in, ByteBuffer.wrap(bytes, from, Math.min(11, payload.length - from)));
            }
            return bytes;
        });
        assertThat(read).isEqualTo(payload);
    }

    @Test
    final void aReaderSeesTheEndOfThePayload() throws IOException {
        put(store, ID, payload(100));
        int beyond = store.get(ID, in -> {
            readFully(in, ByteBuffer.allocate(100));
            return in.read(ByteBuffer.allocate(1));
        });
        assertThat(beyond).isEqualTo(-1);
    }

    @Test
    final void aLargePayloadIsKept() throws IOException {
        int size = 1 << 20;
        long bytes = store.put(ID, out -> {
            for (int i = 0; i < LARGE_MEBIBYTES; i++) {
                writeFully(out, ByteBuffer.wrap(chunk(i, size)));
            }
        });
        assertThat(bytes).isEqualTo((long) LARGE_MEBIBYTES * size);
        int equal = store.get(ID, in -> {
            int matches = 0;
            ByteBuffer read = ByteBuffer.allocate(size);
            for (int i = 0; i < LARGE_MEBIBYTES; i++) {
                readFully(in, read.clear());
                matches += Arrays.equals(read.array(), chunk(i, size)) ? 1 : 0;
            }
            return matches;
        });
        assertThat(equal).isEqualTo(LARGE_MEBIBYTES);
    }

    @Test
    final void aMissingCheckpointIsSaidToBeMissing() throws IOException {
        put(store, ID, payload(10));
        for (CheckpointId missing : List.of(new CheckpointId(3, 6), new CheckpointId(3, 8), new CheckpointId(4, 7))) {
            assertThatThrownBy(() -> get(store, missing)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    final void versionsAreListedInOrderTrialByTrial() throws IOException {
        for (int version : new int[] {12, 0, 7, 100, 9}) {
            put(store, new CheckpointId(3, version), payload(10));
        }
        put(store, new CheckpointId(30, 1), payload(10));
        assertThat(store.versions(3)).containsExactly(0, 7, 9, 12, 100);
        assertThat(store.versions(30)).containsExactly(1);
        assertThat(store.versions(0)).isEmpty();
    }

    @Test
    final void aDeletedCheckpointIsGoneAndOthersStay() throws IOException {
        CheckpointId other = new CheckpointId(ID.trial(), ID.version() + 1);
        put(store, ID, payload(10));
        put(store, other, payload(20));
        store.delete(ID);
        assertThatThrownBy(() -> get(store, ID)).isInstanceOf(NoSuchFileException.class);
        assertThat(store.versions(ID.trial())).containsExactly(other.version());
        assertThat(get(store, other)).isEqualTo(payload(20));
        assertThatCode(() -> store.delete(ID)).doesNotThrowAnyException();
    }

    @Test
    final void puttingAgainReplaces() throws IOException {
        put(store, ID, payload(10));
        put(store, ID, payload(3_000));
        assertThat(get(store, ID)).isEqualTo(payload(3_000));
        assertThat(store.versions(ID.trial())).containsExactly(ID.version());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aPutThatFailsLeavesNoTrace(boolean there) throws IOException {
        if (there) {
            put(store, ID, payload(500));
        }
        assertThatThrownBy(() -> store.put(ID, out -> {
                    writeFully(out, ByteBuffer.wrap(payload(400)));
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("disk full");
        assertThatThrownBy(() -> store.put(ID, out -> {
                    writeFully(out, ByteBuffer.wrap(payload(400)));
                    throw new IllegalStateException("model is closed");
                }))
                .hasStackTraceContaining("model is closed");
        if (there) {
            assertThat(get(store, ID)).isEqualTo(payload(500));
        } else {
            assertThat(store.versions(ID.trial())).isEmpty();
            assertThatThrownBy(() -> get(store, ID)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    final void whatAReaderThrowsComesThrough() throws IOException {
        put(store, ID, payload(10));
        assertThatThrownBy(() -> store.get(ID, in -> {
                    throw new IOException("not one of mine");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not one of mine");
        assertThat(get(store, ID)).isEqualTo(payload(10));
    }

    @Test
    final void differentTrialsArePutAtOnce() throws Exception {
        List<Runner> tasks = new ArrayList<>();
        CountDownLatch halfway = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            int trial = i;
            tasks.add(() -> {
                for (int version = 0; version < 10; version++) {
                    byte[] payload = payload(1_000 * trial + version);
                    store.put(new CheckpointId(trial, version), out -> {
                        int half = payload.length / 2;
                        writeFully(out, ByteBuffer.wrap(payload, 0, half));
                        meet(halfway);
                        writeFully(out, ByteBuffer.wrap(payload, half, payload.length - half));
                    });
                }
            });
        }
        together(tasks);
        for (int trial = 0; trial < 8; trial++) {
            assertThat(store.versions(trial))
                    .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
            for (int version = 0; version < 10; version++) {
                assertThat(get(store, new CheckpointId(trial, version))).isEqualTo(payload(1_000 * trial + version));
            }
        }
    }

    @Test
    final void aReaderNeverSeesAPutHalfDone() throws Exception {
        byte[] payload = payload(200_000);
        put(store, ID, payload);
        AtomicBoolean done = new AtomicBoolean();
        together(List.of(
                () -> {
                    for (int i = 0; i < 30; i++) {
                        put(store, ID, payload);
                    }
                    done.set(true);
                },
                () -> {
                    do {
                        assertThat(get(store, ID)).isEqualTo(payload);
                    } while (!done.get());
                }));
    }

    @Test
    final void checkpointsAreThereWhenTheStoreIsOpenedAgain() throws IOException {
        assumeTrue(outlivesItsInstance(), "the store keeps checkpoints as long as it is open");
        Path place = Files.createTempDirectory(folder, "again");
        try (CheckpointStore first = open(place)) {
            put(first, ID, payload(1_000));
        }
        try (CheckpointStore second = open(place)) {
            assertThat(get(second, ID)).isEqualTo(payload(1_000));
            assertThat(second.versions(ID.trial())).containsExactly(ID.version());
        }
    }

    /** What can become of a file. */
    private enum Damage {
        FIRST_BYTE,
        BYTE_AT_A_TENTH,
        MIDDLE_BYTE,
        LAST_BYTE,
        EMPTIED,
        HALVED,
        SHORTENED,
        PROLONGED
    }

    static List<String> damages() {
        return Arrays.stream(Damage.values()).map(Enum::name).toList();
    }

    @ParameterizedTest
    @MethodSource("damages")
    final void aDamagedCheckpointIsFoundOut(String damage) throws IOException {
        Path place = Files.createTempDirectory(folder, "damaged");
        try (CheckpointStore damaged = open(place)) {
            CheckpointId before = new CheckpointId(ID.trial(), ID.version() - 1);
            put(damaged, before, payload(5_000));
            put(damaged, ID, payload(5_000));
            Optional<Path> file = file(place, ID);
            assumeTrue(file.isPresent(), "the store has no files");
            Files.write(file.get(), damage(Damage.valueOf(damage), Files.readAllBytes(file.get())));
            assertThatThrownBy(() -> get(damaged, ID))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining(ID.toString());
            assertThat(get(damaged, before)).as("the version before it").isEqualTo(payload(5_000));
            put(damaged, ID, payload(5_000));
            assertThat(get(damaged, ID)).as("put again").isEqualTo(payload(5_000));
        }
    }

    private static byte[] damage(Damage damage, byte[] file) {
        return switch (damage) {
            case FIRST_BYTE -> flipped(file, 0);
            case BYTE_AT_A_TENTH -> flipped(file, file.length / 10);
            case MIDDLE_BYTE -> flipped(file, file.length / 2);
            case LAST_BYTE -> flipped(file, file.length - 1);
            case EMPTIED -> new byte[0];
            case HALVED -> Arrays.copyOf(file, file.length / 2);
            case SHORTENED -> Arrays.copyOf(file, file.length - 1);
            case PROLONGED -> Arrays.copyOf(file, file.length + 10);
        };
    }

    private static byte[] flipped(byte[] file, int at) {
        file[at] ^= 0x10;
        return file;
    }

    /** Waits until all have come so far, but not long: a store may also take one put after another. */
    private static void meet(CountDownLatch halfway) throws IOException {
        halfway.countDown();
        try {
            halfway.await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static long put(CheckpointStore store, CheckpointId id, byte[] payload) throws IOException {
        return store.put(id, out -> writeFully(out, ByteBuffer.wrap(payload)));
    }

    private static byte[] get(CheckpointStore store, CheckpointId id) throws IOException {
        return store.get(id, in -> {
            ByteBuffer bytes = ByteBuffer.allocate(1_100_000);
            while (in.read(bytes) >= 0 && bytes.hasRemaining()) {
                // reads on until the payload ends
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        });
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static void writePiecewise(WritableByteChannel out, byte[] payload, int piece) throws IOException {
        for (int from = 0; from < payload.length; from += piece) {
            writeFully(out, ByteBuffer.wrap(payload, from, Math.min(piece, payload.length - from)));
        }
    }

    private static void readFully(ReadableByteChannel in, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                throw new EOFException(bytes.remaining() + " bytes are missing");
            }
        }
    }

    /** Bytes that are the same for the same length. */
    private static byte[] payload(int length) {
        return chunk(length, length);
    }

    private static byte[] chunk(int number, int length) {
        RandomGenerator random = RandomStreams.stream(number, "payload");
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Runner {
        void run() throws Exception;
    }

    private static void together(List<Runner> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        CountDownLatch begin = new CountDownLatch(tasks.size());
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (Runner task : tasks) {
                futures.add(threads.submit(() -> {
                    begin.countDown();
                    begin.await();
                    task.run();
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get(20, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
