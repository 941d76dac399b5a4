package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.data.Loaded.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.jerboa.data.image.UnreadableImageException;
import org.jerboa.data.spi.ExampleSink;
import org.jerboa.data.spi.ExampleSource;
import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableImageTest {

    @TempDir
    private Path folder;

    private Path train;
    private Path test;

    /** Three classes with 7 images each, and a test folder with 2 each. */
    @BeforeEach
    void fill() throws IOException {
        train = folder.resolve("train");
        test = folder.resolve("test");
        for (String name : List.of("cat", "cow", "dog")) {
            for (int i = 0; i < 7; i++) {
                image(train.resolve(name).resolve("b" + i + ".png"), "png", name.hashCode() + i);
            }
            for (int i = 0; i < 2; i++) {
                image(test.resolve(name).resolve("b" + i + ".png"), "png", -name.hashCode() + i);
            }
        }
    }

    private static Path image(Path file, String format, int seed) throws IOException {
        // WBMP has two colours
        boolean twoColours = format.equals("wbmp");
        BufferedImage image =
                new BufferedImage(24, 24, twoColours ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int i = 0; i < 24 * 24; i++) {
            image.setRGB(i % 24, i / 24, twoColours && random.nextBoolean() ? 0xffffff : random.nextInt(1 << 24));
        }
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    private static void cut(Path file, int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
    }

    /** One file of each kind that cannot be read; the first of all is among them, which otherwise says the size. */
    private List<Path> spoil() throws IOException {
        Path empty = Files.createFile(train.resolve("cat/a.png"));
        Path text = Files.writeString(train.resolve("cat/notes.txt"), "fine weather");
        Path torn = image(train.resolve("cow/c.png"), "png", 1);
        cut(torn, (int) Files.size(torn) / 2);
        Path tornJpeg = image(train.resolve("dog/a.jpg"), "jpg", 2);
        cut(tornJpeg, (int) Files.size(tornJpeg) * 3 / 4);
        Path link = Files.createSymbolicLink(train.resolve("dog/b9.png"), train.resolve("nowhere.png"));
        Path tornTest = image(test.resolve("cow/a.png"), "png", 3);
        cut(tornTest, 60);
        return List.of(empty, text, torn, tornJpeg, link, tornTest);
    }

    private ImageBuilder images() {
        return Datasets.images(train).test(test).split(0.75, 0.25).stratified().shards(2);
    }

    @Test
    void skippingComesToTheDatasetWithoutTheseFiles() throws IOException {
        String expected = images().load().fingerprint();
        List<Path> spoilt = spoil();

        List<UnreadableImageException> skipped = new ArrayList<>();
        Dataset dataset = images().skipUnreadable(skipped::add).load();

        assertThat(dataset.fingerprint()).isEqualTo(expected);
        assertThat(dataset.examples(Split.TEST)).isEqualTo(6);
        assertThat(skipped).extracting(UnreadableImageException::file).containsExactlyElementsOf(spoilt);
        assertThat(skipped)
                .extracting(UnreadableImageException::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).isEqualTo("it is empty"),
                        reason -> assertThat(reason).startsWith("it is in no format that is known here"),
                        reason -> assertThat(reason).isNotBlank(),
                        reason -> assertThat(reason).isEqualTo("it ends before its last pixels"),
                        reason -> assertThat(reason).isEqualTo("there is no such file"),
                        reason -> assertThat(reason).isNotBlank());
        assertThat(images().skipUnreadable().size(12, 12).load().fingerprint())
                .isEqualTo(withoutTheseFiles(spoilt).size(12, 12).load().fingerprint());
    }

    private ImageBuilder withoutTheseFiles(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
        return images();
    }

    @Test
    void aClassWithoutReadableImagesStaysAClass() throws IOException {
        Files.createFile(Files.createDirectory(train.resolve("ant")).resolve("a.png"));

        Dataset dataset = images().skipUnreadable().load();

        assertThat(dataset.schema().tensor("label").classNames()).containsExactly("ant", "cat", "cow", "dog");
        assertThat(Loaded.classCounts(dataset, Split.TEST)).containsExactly(0, 2, 2, 2);
    }

    @Test
    void byDefaultTheFirstOneIsAnErrorWithPathReasonAndRemedy() throws IOException {
        Path file = Files.createFile(train.resolve("cow/b3x.png"));

        assertThatThrownBy(() -> images().load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read image " + file + ": it is empty; repair, convert or remove it")
                .hasMessageContaining("skipUnreadable()")
                .hasCauseInstanceOf(UnreadableImageException.class);
    }

    @Test
    void whereNoneIsLeftThatIsAnError() throws IOException {
        Path only = Files.createDirectories(folder.resolve("bad/cat"));
        Files.createFile(only.resolve("1.png"));
        Files.writeString(only.resolve("2.png"), "none either");

        assertThatThrownBy(
                        () -> Datasets.images(only.getParent()).skipUnreadable().load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none of the 2 files")
                .hasMessageContaining(only.getParent().toString());
        assertThatThrownBy(
                        () -> images().test(only.getParent()).skipUnreadable().load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none of the 2 files");
    }

    @Test
    void anImageOfAnotherSizeIsReadable() throws IOException {
        Path other = train.resolve("cow/b3x.png");
        ImageIO.write(new BufferedImage(3, 5, BufferedImage.TYPE_INT_RGB), "png", other.toFile());

        assertThatThrownBy(() -> images().skipUnreadable().load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image " + other + " has 5 by 3 pixels, the first one has 24 by 24");
    }

    /** The second pass reads what the first one found: what was bad then stays out, what has gone bad since is named. */
    @Test
    void filesThatChangeBetweenThePassesAreNoticed() throws IOException {
        String expected = images().load().fingerprint();
        Path mended = Files.createFile(train.resolve("cow/c.png"));
        ExampleSource mending = between(images().skipUnreadable().source(), () -> image(mended, "png", 1));
        assertThat(Datasets.from(mending)
                        .split(0.75, 0.25)
                        .stratified()
                        .shards(2)
                        .load()
                        .fingerprint())
                .isEqualTo(expected);

        Path broken = train.resolve("cow/b4.png");
        ExampleSource breaking = between(images().skipUnreadable().source(), () -> cut(broken, 100));
        assertThatThrownBy(() -> Datasets.from(breaking).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read image " + broken)
                .hasMessageContaining("must not change until they are loaded");
    }

    private interface Change {
        void make() throws IOException;
    }

    private static ExampleSource between(ExampleSource source, Change change) {
        return new ExampleSource() {
            @Override
            public String name() {
                return source.name();
            }

            @Override
            public Survey survey() throws IOException {
                Survey survey = source.survey();
                change.make();
                return survey;
            }

            @Override
            public void read(ExampleSink sink) throws IOException {
                source.read(sink);
            }
        };
    }

    /** Some readers fill what is missing with grey. Whatever is cut off must be noticed, or have held no pixels. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "wbmp", "tiff"})
    void anImageThatIsCutOffIsRefusedOrWhole(String format) throws IOException {
        Path file = image(folder.resolve("one/a/1." + format), format, 5);
        byte[] whole = Files.readAllBytes(file);
        ImageBuilder one = Datasets.images(folder.resolve("one")).split(1, 0).shards(1);
        int[] pixels = Loaded.ints(training(one.load()), "features");

        int refused = 0;
        for (int length = 1; length < whole.length; length += Math.max(1, whole.length / 40)) {
            cut(file, length);
            try {
                assertThat(Loaded.ints(training(one.load()), "features"))
                        .as("%d of %d bytes", length, whole.length)
                        .isEqualTo(pixels);
            } catch (IOException e) {
                refused++;
                assertThat(e).hasMessageContaining("cannot read image " + file);
            }
            Files.write(file, whole);
        }
        assertThat(refused).isGreaterThan(20);
    }

    /** A header of PNG is at bytes 16 to 33: width, height, five settings, checksum. */
    @Test
    void anImageTooLargeForTheHeapIsNamedAndNotSkipped() throws IOException {
        Path file = train.resolve("cat/b0.png");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(16, 200_000).putInt(20, 200_000);
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) checksum.getValue());
        Files.write(file, bytes);

        assertThatThrownBy(() -> images().skipUnreadable().load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image " + file + " says that it has 200000 by 200000 pixels")
                .hasMessageContaining("raise -Xmx");
    }
}
