package org.jerboa.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jerboa.data.store.ShardBuilder.Place;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedStorageTest {

    private static final Schema SCHEMA = Schema.of(TensorSpec.features("x", ElementType.FLOAT32, 3));
    private static final Place PLACE = new Place(Split.VALIDATION, 1, 5);

    @TempDir
    private Path parent;

    private Path folder;
    private Path file;

    @BeforeEach
    void names() {
        folder = parent.resolve("outputs");
        file = folder.resolve("validation shard 1.shard");
    }

    private NamedStorage storage() throws IOException {
        return new NamedStorage(folder, Map.of(PLACE, "validation shard 1"));
    }

    private static Shard build(NamedStorage storage, float first) throws IOException {
        ShardBuilder builder = storage.allocate(PLACE, SCHEMA);
        builder.tensors().get(0).putFloat(0, first);
        return builder.finish(SCHEMA);
    }

    @Test
    void findsWhatAnEarlierProcessHasLeft() throws IOException {
        Shard built = build(storage(), 7);

        NamedStorage later = storage();
        Shard found = later.find(PLACE, SCHEMA).orElseThrow();

        assertThat(found.checksum()).isEqualTo(built.checksum());
        assertThat(found.open().tensor("x").raw().getFloat(0)).isEqualTo(7);
        later.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void deletesWhatIsItsOwnSeenOrNot() throws IOException {
        build(storage(), 7);
        Path other = Files.writeString(folder.resolve("validation shard 2.shard"), "somebody else's");

        storage().close();

        assertThat(file).doesNotExist();
        assertThat(other).exists();
        assertThatThrownBy(() -> storage().find(new Place(Split.VALIDATION, 2, 5), SCHEMA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("validation shard 2");
    }

    @Test
    void doesNotFindWhatIsNotWholeOrSomethingElse() throws IOException {
        storage().allocate(PLACE, SCHEMA); // and never finished
        assertThat(storage().find(PLACE, SCHEMA)).isEmpty();

        build(storage(), 7);
        Schema other = Schema.of(TensorSpec.features("x", ElementType.FLOAT32, 1, 3));
        assertThat(storage().find(PLACE, other)).isEmpty();
        assertThat(storage().find(PLACE, SCHEMA)).isPresent();

        byte[] bytes = Files.readAllBytes(file);
        bytes[ShardFormat.HEADER_BYTES] ^= 1;
        Files.write(file, bytes);
        assertThat(storage().find(PLACE, SCHEMA)).isEmpty();
    }

    @Test
    void replacesWhatIsOfNoUse() throws IOException {
        NamedStorage storage = storage();
        Files.writeString(file, "no shard");
        assertThat(storage.find(PLACE, SCHEMA)).isEmpty();

        build(storage, 8);

        assertThat(storage()
                        .find(PLACE, SCHEMA)
                        .orElseThrow()
                        .open()
                        .tensor("x")
                        .raw()
                        .getFloat(0))
                .isEqualTo(8);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
