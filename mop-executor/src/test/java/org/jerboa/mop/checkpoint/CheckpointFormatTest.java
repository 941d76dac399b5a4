package org.jerboa.mop.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Version 1 of the format. The golden file was made by other code, from docs/formats/checkpoint.md. */
class CheckpointFormatTest {

    private static final CheckpointId ID = new CheckpointId(3, 12);

    /** 0 to 6, 255, 128, and seven letters. */
    private static final byte[] PAYLOAD = payload();

    @TempDir
    Path folder;

    private byte[] golden = {};
    private Path file = Path.of("");

    private static byte[] payload() {
        return ByteBuffer.allocate(16)
                .put(new byte[] {0, 1, 2, 3, 4, 5, 6, -1, -128})
                .put("weights".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    @BeforeEach
    void putGoldenFile() throws IOException {
        try (InputStream in = CheckpointFormatTest.class.getResourceAsStream("/golden/checkpoint-1.bin")) {
            golden = Objects.requireNonNull(in).readAllBytes();
        }
        file = folder.resolve("trial-3/version-12.checkpoint");
        Files.createDirectories(folder.resolve("trial-3"));
        Files.write(file, golden);
    }

    private byte[] read(CheckpointId id) throws IOException {
        return new FileCheckpointStore(folder)
                .get(id, in -> Channels.newInputStream(in).readAllBytes());
    }

    @Test
    void readsTheGoldenFile() throws IOException {
        assertThat(read(ID)).isEqualTo(PAYLOAD);
        assertThat(new FileCheckpointStore(folder).versions(3)).containsExactly(12);
    }

    @Test
    void writesTheGoldenFile() throws IOException {
        Files.delete(file);

        long bytes = new FileCheckpointStore(folder).put(ID, out -> out.write(ByteBuffer.wrap(PAYLOAD)));

        assertThat(bytes).isEqualTo(PAYLOAD.length);
        assertThat(Files.readAllBytes(file)).isEqualTo(golden);
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        for (int at = 0; at < golden.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] damaged = golden.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertRefused(damaged, "bit " + bit + " of byte " + at);
            }
        }
    }

    @Test
    void everyTruncationAndEveryTailIsNoticed() throws IOException {
        for (int length = 0; length < golden.length; length++) {
            assertRefused(Arrays.copyOf(golden, length), length + " bytes");
        }
        assertRefused(Arrays.copyOf(golden, golden.length + 1), "a byte more");
        byte[] twice =
                ByteBuffer.allocate(2 * golden.length).put(golden).put(golden).array();
        assertRefused(twice, "the file twice");
    }

    private void assertRefused(byte[] damaged, String what) throws IOException {
        Files.write(file, damaged);
        assertThatThrownBy(() -> read(ID))
                .as(what)
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("trial 3 version 12");
    }

    @Test
    void theCheckpointOfAnotherTrialOrVersionIsRefused() throws IOException {
        for (CheckpointId other : new CheckpointId[] {new CheckpointId(3, 16), new CheckpointId(4, 12)}) {
            Path place = folder.resolve("trial-" + other.trial() + "/version-" + other.version() + ".checkpoint");
            Files.createDirectories(folder.resolve("trial-" + other.trial()));
            Files.write(place, golden);
            assertThatThrownBy(() -> read(other))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("the checkpoint of trial 3 version 12");
        }
    }
}
