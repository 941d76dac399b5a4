package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.data.Loaded.ints;
import static org.jerboa.data.Loaded.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

    @TempDir
    private Path folder;

    private void image(String name, int type, int width, int height, int... rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < rgb.length; i++) {
            if (type == BufferedImage.TYPE_BYTE_GRAY) {
                image.getRaster().setSample(i % width, i / width, 0, rgb[i]);
            } else {
                image.setRGB(i % width, i / width, rgb[i]);
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private static Shard one(ImageBuilder builder) throws IOException {
        return training(builder.split(1, 0).shards(1).load());
    }

    @Test
    void readsColoursChannelsFirst() throws IOException {
        image("a/1.png", BufferedImage.TYPE_INT_RGB, 3, 1, 0x010203, 0x0405ff, 0x070809);

        Shard shard = one(Datasets.images(folder));

        assertThat(shard.schema().tensor("features").shape()).isEqualTo(Shape.of(3, 1, 3));
        assertThat(ints(shard, "features")).containsExactly(1, 4, 7, 2, 5, 8, 3, 255, 9);
    }

    @Test
    void readsColoursAsLuma() throws IOException {
        // 0.299, 0.587 and 0.114 of 255, rounded
        image("a/1.png", BufferedImage.TYPE_INT_RGB, 4, 1, 0xff0000, 0x00ff00, 0x0000ff, 0xffffff);

        assertThat(ints(one(Datasets.images(folder).grey()), "features")).containsExactly(76, 150, 29, 255);
    }

    @Test
    void readsStoredGreysAsTheyAre() throws IOException {
        image("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 3, 1, 0, 100, 255);

        assertThat(ints(one(Datasets.images(folder).grey()), "features")).containsExactly(0, 100, 255);
        assertThat(ints(one(Datasets.images(folder).rgb()), "features"))
                .containsExactly(0, 100, 255, 0, 100, 255, 0, 100, 255);
    }

    @Test
    void readsPalettes() throws IOException {
        image("a/1.png", BufferedImage.TYPE_BYTE_BINARY, 2, 1, 0xffffff, 0x000000);

        assertThat(ints(one(Datasets.images(folder).grey()), "features")).containsExactly(255, 0);
    }

    @Test
    void classesAreTheFoldersInSortedOrder() throws IOException {
        image("dog/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 10);
        image("cat/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 20);
        image("cat/2.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 20);
        Files.writeString(folder.resolve("cat/.DS_Store"), "hidden");
        Files.writeString(folder.resolve("README"), "beside the classes");

        Shard shard = one(Datasets.images(folder).grey());

        assertThat(shard.schema().tensor("label").classNames()).containsExactly("cat", "dog");
        int[] pixels = ints(shard, "features");
        int[] labels = ints(shard, "label");
        assertThat(labels).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(labels[i]).isEqualTo(pixels[i] == 10 ? 1 : 0);
        }
    }

    @Test
    void aTestFolderMayLackClasses() throws IOException {
        image("train/cat/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 10);
        image("train/dog/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 20);
        image("test/dog/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 30);

        Dataset dataset = Datasets.images(folder.resolve("train"))
                .test(folder.resolve("test"))
                .split(1, 0)
                .shards(1)
                .load();

        assertThat(ints(dataset.shards(Split.TEST).get(0), "label")).containsExactly(1);
        assertThat(dataset.name()).isEqualTo("train");
    }

    @Test
    void shrinkingAveragesPixels() throws IOException {
        image("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 4, 4, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8);
        image("a/2.png", BufferedImage.TYPE_BYTE_GRAY, 2, 1, 10, 30);

        int[] pixels = ints(one(Datasets.images(folder).grey().size(1, 1)), "features");

        assertThat(pixels).containsExactlyInAnyOrder(8, 20);
    }

    @Test
    void growingInterpolatesPixels() throws IOException {
        image("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 2, 1, 0, 100);

        // pixel centres at -0.25, 0.25, 0.75 and 1.25 of the old line, whose ends are repeated
        assertThat(ints(one(Datasets.images(folder).grey().size(1, 4)), "features"))
                .containsExactly(0, 25, 75, 100);
    }

    @Test
    void rejectsImagesOfDifferentSize() throws IOException {
        image("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 2, 1);
        image("a/2.png", BufferedImage.TYPE_BYTE_GRAY, 3, 1);

        assertThatThrownBy(() -> one(Datasets.images(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image " + folder.resolve("a/2.png") + " has 1 by 3 pixels")
                .hasMessageContaining("call size(height, width)");
    }

    @Test
    void namesAnImageThatIsNone() throws IOException {
        image("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 2, 1);
        Path text = Files.writeString(folder.resolve("a/2.webp"), "no image");

        assertThatThrownBy(() -> one(Datasets.images(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read image " + text + ": it is in no format that is known here");
    }

    @Test
    void namesAnImageThatIsDamaged() throws IOException {
        image("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 20, 20);
        Path file = folder.resolve("a/1.png");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> one(Datasets.images(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read image " + file);
    }

    @Test
    void rejectsFoldersWithoutClassesOrImages() throws IOException {
        assertThatThrownBy(() -> one(Datasets.images(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("folder " + folder + " has no folders, so no classes");
        Files.createDirectory(folder.resolve("a"));
        assertThatThrownBy(() -> one(Datasets.images(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hold no images");
        assertThatThrownBy(() -> one(Datasets.images(folder.resolve("absent"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot list folder " + folder.resolve("absent"));
    }

    @Test
    void rejectsUnknownTestClasses() throws IOException {
        image("train/cat/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 10);
        image("test/cow/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 1, 30);
        ImageBuilder builder = Datasets.images(folder.resolve("train")).test(folder.resolve("test"));

        assertThatThrownBy(builder::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the classes [cow] of");
    }
}
