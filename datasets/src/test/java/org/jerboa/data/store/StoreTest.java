package org.jerboa.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.data.Loaded.numbered;
import static org.jerboa.data.Loaded.numbers;
import static org.jerboa.data.Loaded.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jerboa.data.Datasets;
import org.jerboa.data.Loaded;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Float16;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    @TempDir
    private Path folder;

    private Dataset stored() throws IOException {
        return numbered(50, 3)
                .split(0.6, 0.2, 0.2)
                .shards(3)
                .standardise()
                .name("a b")
                .store(folder)
                .load();
    }

    @Test
    void storedDataAreTheSameAsOnTheHeap() throws IOException {
        Dataset heap =
                numbered(50, 3).split(0.6, 0.2, 0.2).shards(3).standardise().load();

        Dataset stored = stored();

        assertThat(stored.fingerprint()).isEqualTo(heap.fingerprint());
        assertThat(numbers(stored)).isEqualTo(numbers(heap));
    }

    @Test
    void aStoredDatasetIsFoundAgain() throws IOException {
        Dataset stored = stored();

        Dataset opened = Datasets.open(folder);

        assertThat(opened.fingerprint()).isEqualTo(stored.fingerprint());
        assertThat(opened.name()).isEqualTo("a b");
        assertThat(opened.seed()).isEqualTo(stored.seed());
        assertThat(opened.schema()).isEqualTo(stored.schema());
        assertThat(numbers(opened)).isEqualTo(numbers(stored));
        assertThat(opened.bytes()).isEqualTo(stored.bytes());
        assertThat(Loaded.floats(training(opened), "features")).isEqualTo(Loaded.floats(training(stored), "features"));
    }

    @Test
    void tensorsAreMappedAndAligned() throws IOException {
        stored();

        Shard shard = training(Datasets.open(folder));

        assertThat(shard.open().tensor("features").raw().isDirect()).isTrue();
        assertThat(shard.open().tensor("features").raw().alignedSlice(64).capacity())
                .isEqualTo((int) shard.open().tensor("features").bytes() / 64 * 64);
        assertThat(shard.open()).isSameAs(shard.open());
    }

    @Test
    void checksumsOfFilesAreThoseOfTheirExamples() throws IOException {
        stored();

        for (Shard shard : Datasets.open(folder).shards(Split.TRAINING)) {
            assertThat(shard.checksum()).isEqualTo(shard.open().checksum());
        }
    }

    @Test
    void storingAgainReplacesTheDatasetAndItsFiles() throws IOException {
        Dataset old = stored();
        List<String> oldFiles = files();

        Dataset replacement =
                numbered(20, 2).split(1, 0).shards(1).store(folder).load();

        assertThat(Datasets.open(folder).fingerprint()).isEqualTo(replacement.fingerprint());
        assertThat(files())
                .doesNotContainAnyElementsOf(
                        oldFiles.stream().filter(f -> f.endsWith(".shard")).toList());
        assertThat(files()).hasSize(2);
        assertThat(numbers(old)).as("what was mapped stays readable").hasSize(50);
    }

    @Test
    void aFailureLeavesTheEarlierDatasetAndNothingElse() throws IOException {
        Dataset old = stored();
        List<String> before = files();

        assertThatThrownBy(() -> Datasets.from(new Failing()).store(folder).load())
                .isInstanceOf(IOException.class)
                .hasMessage("the source broke");

        assertThat(files()).isEqualTo(before);
        assertThat(Datasets.open(folder).fingerprint()).isEqualTo(old.fingerprint());
    }

    @Test
    void leftoversOfAKilledRunAreClearedAway() throws IOException {
        Files.writeString(folder.resolve("training-0000.7.shard"), "half a shard");

        stored();

        assertThat(files()).doesNotContain("training-0000.7.shard").contains("training-0000.8.shard");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void saysWhereThereIsNoDataset() {
        assertThatThrownBy(() -> Datasets.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no dataset in " + folder + " (no dataset.jerboa); make one with store(folder)");
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        stored();
        Path shard = folder.resolve("training-0001.1.shard");
        Files.delete(shard);

        refused("shard file " + shard + " is missing");
    }

    @Test
    void aTruncatedShardIsNamed() throws IOException {
        stored();
        Path shard = folder.resolve("training-0001.1.shard");
        for (long size : new long[] {Files.size(shard) - 1, 100, 63, 0}) {
            truncate(shard, size);

            refused("cannot read shard file " + shard);
            refused("it was cut off");
        }
    }

    @Test
    void aShardTruncatedAfterOpeningIsRefusedAndNotMapped() throws IOException {
        stored();
        StoredShard shard = StoredShard.read(folder.resolve("training-0001.1.shard"));

        truncate(shard.file(), 64);

        assertThatThrownBy(shard::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open shard file " + shard.file() + ": it has only 64 bytes");
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    /** Every byte of a shard file that means anything, and of the manifest, is covered by some checksum. */
    @Test
    void aFlippedBitIsNoticedWhereverItIs() throws IOException {
        numbered(9, 2).split(1, 0).shards(1).store(folder).load();
        Path shard = folder.resolve("training-0000.1.shard");
        // 9 examples of a float and a byte: padding lies from 64 + 36 to 128
        flipEach(shard, 64 + 36, 128);
        flipEach(folder.resolve(Manifest.FILE), 0, 0);
    }

    private void flipEach(Path file, int paddingFrom, int paddingTo) throws IOException {
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            if (i >= paddingFrom && i < paddingTo) {
                Datasets.open(folder);
            } else {
                refused(file.toString());
            }
        }
        Files.write(file, good);
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        stored();
        Path shard = folder.resolve("test-0000.1.shard");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[8] = 2;
        Files.write(shard, bytes);

        refused("cannot read shard file " + shard + ": it is of format version 2, and this release reads version 1");
    }

    @Test
    void anotherVersionOfTheManifestIsRefused() throws IOException {
        stored();
        Path manifest = folder.resolve(Manifest.FILE);
        Files.writeString(manifest, Files.readString(manifest).replace("jerboa-dataset 1", "jerboa-dataset 9"));

        refused("cannot read " + manifest + ": it is of format version 9");
    }

    @Test
    void shardsOfAnotherDatasetAreNoticed() throws IOException {
        stored();
        Path shard = folder.resolve("training-0000.1.shard");
        Path other = folder.resolve("other");
        numbered(50, 3)
                .split(0.6, 0.2, 0.2)
                .shards(3)
                .standardise()
                .seed(1)
                .store(other)
                .load();
        Path otherShard = other.resolve("training-0000.1.shard");

        // one whose scaling differs, then one of the same schema with other examples
        Files.copy(otherShard, shard, StandardCopyOption.REPLACE_EXISTING);
        refused("the schema of training shard 1 differs");

        numbered(50, 3)
                .split(0.6, 0.2, 0.2)
                .shards(3)
                .scale(0, 50)
                .store(folder)
                .load();
        numbered(50, 3)
                .split(0.6, 0.2, 0.2)
                .shards(3)
                .scale(0, 50)
                .seed(1)
                .store(other)
                .load();
        Files.copy(
                other.resolve("training-0000.2.shard"),
                folder.resolve("training-0000.2.shard"),
                StandardCopyOption.REPLACE_EXISTING);
        refused("are not those of its manifest");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> Datasets.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> numbered(20, 2).store(file).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot make folder " + file);
        assertThatThrownBy(() -> numbered(20, 2).store(file.resolve("deeper")).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot make folder " + file.resolve("deeper"));
    }

    /** Nobody makes files there, not even the superuser, whom permissions do not bind. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void anUnwritableFolderIsNamed() {
        assertThatThrownBy(() -> numbered(20, 2).store(Path.of("/proc/self")).load())
                .isInstanceOf(IOException.class)
                .hasMessageMatching("cannot .* /proc/self.*");
    }

    /** The kernel's device that is always full stands for a full disk. */
    @Test
    @EnabledIf("deviceThatIsAlwaysFull")
    void aFullDiskIsAnErrorBeforeAnythingIsMapped() throws IOException {
        try (FileChannel full = FileChannel.open(FULL, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> ShardFileBuilder.fill(full, 1000))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
        }
    }

    private static final Path FULL = Path.of("/dev/full");

    static boolean deviceThatIsAlwaysFull() {
        return Files.isWritable(FULL);
    }

    @Test
    void aFileThatCannotBeMadeIsNamed() throws IOException {
        Schema schema = Schema.of(TensorSpec.features("x", ElementType.FLOAT32));
        Path file = Files.createFile(folder.resolve("taken.shard"));

        assertThatThrownBy(() -> ShardFileBuilder.create(file, new ShardBuilder.Place(Split.TEST, 3, 10), schema))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot make room for test shard 3 (104 bytes) in " + file);
        assertThat(file).as("a file of somebody else's is not deleted").exists();
    }

    @Test
    void oneShardServesSeveralThreads() throws Exception {
        stored();
        Shard shard = training(Datasets.open(folder));
        List<Examples> opened = Stream.generate(() -> shard)
                .limit(64)
                .parallel()
                .map(StoreTest::open)
                .toList();

        assertThat(opened).containsOnly(shard.open());
    }

    private static Examples open(Shard shard) {
        try {
            return shard.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 0.1, 1.1, ... as a source has rounded them; the mean over all is subtracted as they are read. */
    @Test
    void halvesAreStoredScaledAndFoundAgain() throws IOException {
        Dataset stored = Datasets.from(new Halves())
                .split(1, 0)
                .shards(2)
                .standardise()
                .store(folder)
                .load();

        Dataset opened = Datasets.open(folder);

        assertThat(opened.fingerprint()).isEqualTo(stored.fingerprint());
        assertThat(opened.schema().tensor("x").type()).isEqualTo(ElementType.FLOAT16);
        assertThat(opened.bytes()).isEqualTo(Halves.EXAMPLES * (2L + 1));
        double squares = 0;
        double sum = 0;
        for (Shard shard : opened.shards(Split.TRAINING)) {
            for (float value : Loaded.floats(shard, "x")) {
                sum += value;
                squares += value * value;
            }
        }
        assertThat(sum / Halves.EXAMPLES).isCloseTo(0, within(1e-6));
        assertThat(squares / Halves.EXAMPLES).isCloseTo(1, within(1e-6));
    }

    private static final class Halves implements ExampleSource {

        private static final int EXAMPLES = 40;

        @Override
        public String name() {
            return "halves";
        }

        @Override
        public Survey survey() throws IOException {
            return Survey.byReading(
                    Schema.of(TensorSpec.features("x", ElementType.FLOAT16), TensorSpec.classes("y", 2)), this);
        }

        @Override
        public void read(ExampleSink sink) {
            for (int i = 0; i < EXAMPLES; i++) {
                sink.next();
                sink.tensor(0).putShort(Float16.fromFloat(i + 0.1f));
                sink.tensor(1).put((byte) (i % 2));
            }
        }
    }

    /** Counts well, and fails in the second pass. */
    private static final class Failing implements ExampleSource {

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Survey survey() {
            return Survey.of(Schema.of(TensorSpec.features("x", ElementType.FLOAT32)), 100, 0);
        }

        @Override
        public void read(ExampleSink sink) throws IOException {
            sink.next();
            sink.tensor(0).putFloat(1);
            throw new IOException("the source broke");
        }
    }
}
