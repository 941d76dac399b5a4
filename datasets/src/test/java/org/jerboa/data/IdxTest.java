package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.data.Loaded.ints;
import static org.jerboa.data.Loaded.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {

    private static final int BYTES = 0x08;

    @TempDir
    private Path folder;

    /** A file as the format describes it: magic number, dimensions, values, all big-endian. */
    private Path idx(String name, int type, int[] dimensions, byte... values) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * dimensions.length).putInt(type << 8 | dimensions.length);
        Arrays.stream(dimensions).forEach(header::putInt);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream stream = name.endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes) {
            stream.write(header.array());
            stream.write(values);
        }
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private Path images(int items) throws IOException {
        byte[] pixels = new byte[items * 6];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (200 + i);
        }
        return idx("images" + items, BYTES, new int[] {items, 2, 3}, pixels);
    }

    private Path labels(int... labels) throws IOException {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return idx("labels", BYTES, new int[] {labels.length}, bytes);
    }

    @Test
    void readsImagesAndTheirLabels() throws IOException {
        Dataset dataset =
                Datasets.idx(images(3), labels(2, 0, 1)).split(1, 0).shards(1).load();

        Shard shard = training(dataset);
        assertThat(shard.schema().tensor("features").shape()).isEqualTo(Shape.of(1, 2, 3));
        assertThat(shard.schema().tensor("features").type()).isEqualTo(ElementType.UINT8);
        assertThat(shard.schema().tensor("label").classes()).isEqualTo(3);
        Examples examples = shard.open();
        int[] itemOfLabel = {1, 2, 0};
        for (int i = 0; i < 3; i++) {
            int item = itemOfLabel[examples.tensor("label").intAt(i)];
            assertThat(examples.tensor("features").intAt(i, 0)).isEqualTo(200 + 6 * item);
            assertThat(examples.tensor("features").intAt(i, 5)).isEqualTo(205 + 6 * item);
        }
    }

    @Test
    void readsCompressedFilesAndATestPart() throws IOException {
        Path zipped = idx("test.gz", BYTES, new int[] {2, 2, 3}, new byte[12]);
        Path zippedLabels = idx("test-labels.gz", BYTES, new int[] {2}, (byte) 3, (byte) 1);

        Dataset dataset = Datasets.idx(images(5), labels(0, 1, 2, 1, 0))
                .test(zipped, zippedLabels)
                .split(0.8, 0.2)
                .shards(2)
                .load();

        assertThat(dataset).hasToString("images5: 4 training examples in 2 shards, 1 validation, 2 test");
        assertThat(ints(dataset.shards(Split.TEST).get(0), "label")).containsExactly(3, 1);
        assertThat(dataset.schema().tensor("label").classes()).isEqualTo(4);
    }

    @Test
    void readsFloatsAndIntegers() throws IOException {
        Path floats = idx(
                "floats",
                0x0D,
                new int[] {1, 2},
                ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2).array());
        Path wide = idx(
                "wide", 0x0C, new int[] {1}, ByteBuffer.allocate(4).putInt(500).array());

        Shard shard = training(Datasets.idx(floats, wide).split(1, 0).shards(1).load());

        assertThat(Loaded.floats(shard, "features")).containsExactly(1.5f, -2f);
        assertThat(ints(shard, "label")).containsExactly(500);
    }

    @Test
    void rejectsOtherFiles() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "a,b,c,d\n");

        refused(text, labels(0), "cannot read " + text + ": it is no IDX file: it begins with 612c622c");
    }

    @Test
    void rejectsOtherTypesOfNumbers() throws IOException {
        Path shorts = idx("shorts", 0x0B, new int[] {1, 2}, new byte[4]);

        refused(shorts, labels(0), "its numbers are of type 0x0b");
    }

    @Test
    void rejectsFilesCutOff() throws IOException {
        Path cut = idx("cut", BYTES, new int[] {2, 2, 3}, new byte[11]);

        refused(cut, labels(0, 1), "cannot read " + cut + ": it ends in item 1 of 2; it was cut off");
        Path stump = Files.write(folder.resolve("stump"), new byte[] {0, 0, 8, 3, 0, 0});
        refused(stump, labels(0), "cannot read " + stump + ": it ends within its header");
    }

    @Test
    void rejectsFilesThatGoOn() throws IOException {
        Path more = idx("more", BYTES, new int[] {2, 2, 3}, new byte[13]);

        refused(more, labels(0, 1), "cannot read " + more + ": there is more after its 2 items");
    }

    @Test
    void rejectsLabelsOfOtherImages() throws IOException {
        refused(images(3), labels(0, 1), "labels has 2 labels for the 3 items of");
    }

    @Test
    void noticesExchangedFiles() throws IOException {
        refused(labels(0, 1), images(2), "are images and labels exchanged?");
        refused(images(2), images(2), "are images and labels exchanged?");
    }

    private static void refused(Path images, Path labels, String message) {
        assertThatThrownBy(
                        () -> Datasets.idx(images, labels).split(1, 0).shards(1).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void rejectsLabelsOutOfRange() throws IOException {
        IdxBuilder builder = Datasets.idx(images(2), labels(0, 10)).classes(10);

        assertThatThrownBy(builder::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 10 of item 1 of " + folder.resolve("labels") + " is outside 0..9");
    }

    @Test
    void rejectsTestImagesOfAnotherShape() throws IOException {
        Path other = idx("other", BYTES, new int[] {1, 3, 3}, new byte[9]);
        Path label = idx("other-labels", BYTES, new int[] {1}, (byte) 0);
        IdxBuilder builder = Datasets.idx(images(2), labels(0, 1)).test(other, label);

        assertThatThrownBy(builder::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds items of shape [1, 3, 3] and type UINT8");
    }
}
