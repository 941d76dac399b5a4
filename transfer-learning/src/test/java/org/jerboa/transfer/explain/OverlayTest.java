package org.jerboa.transfer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jerboa.data.image.ImageColours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OverlayTest {

    /** Two by two positions on an image of 3 by 5 pixels, whose last column no patch covers. */
    private static final Occlusion OCCLUSION = Occlusion.patch(2).stride(1, 2);

    @TempDir
    private Path folder;

    private static HeatMap map(double... probabilities) {
        MapShape image = new MapShape(1, 3, 5, 1);
        return new HeatMap(OCCLUSION, image, 1, 0.8, OCCLUSION.positions(image), probabilities);
    }

    @Test
    void mapsGiveDropsByPositionAndByPixel() {
        HeatMap map = map(0.2, 0.8, 0.4, 1);

        assertThat(map.rows()).isEqualTo(2);
        assertThat(map.columns()).isEqualTo(2);
        assertThat(map.drop(1, 1)).isCloseTo(-0.2, within(1e-12));
        assertThat(map.drops()[1][0]).isCloseTo(0.4f, within(1e-6f));
        double[][] pixels = map.pixels();
        assertThat(pixels[0]).usingComparatorWithPrecision(1e-12).containsExactly(0.6, 0.6, 0, 0, Double.NaN);
        assertThat(pixels[1])
                .as("under two patches, their mean")
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(0.5, 0.5, -0.1, -0.1, Double.NaN);
        assertThat(map).hasToString("class 1, probability 0.8, 2 by 2 positions, lowest 0.2");
    }

    @Test
    void mapsAreWrittenAsCsv() throws IOException {
        Path file = folder.resolve("map.csv");

        map(0.25, 0.8, 0.5, 1).writeCsv(file);

        assertThat(Files.readAllLines(file))
                .startsWith("top,left,probability,drop", "0,0,0.25,0.55", "0,2,0.8,0.0")
                .hasSize(5);
        assertThat(Files.readAllLines(file).get(3)).startsWith("1,0,0.5,0.3");
    }

    @Test
    void colouringFollowsSignAndStrength() {
        INDArray image = Nd4j.zeros(1, 3, 5);
        image.putScalar(0, 0, 4, 10);

        BufferedImage picture = Overlay.of(map(0.2, 0.8, 0.8, 1.1), image).render();

        assertThat(picture.getRGB(0, 0) & 0xffffff)
                .as("falls by 0.6, the most: 75 % red")
                .isEqualTo(191 << 16);
        assertThat(picture.getRGB(0, 1) & 0xffffff).as("by 0.3: half of that").isEqualTo(96 << 16);
        assertThat(picture.getRGB(2, 2) & 0xffffff)
                .as("rises by 0.3: as much blue")
                .isEqualTo(30 << 8 | 96);
        assertThat(picture.getRGB(2, 0) & 0xffffff).as("no change on black").isZero();
        assertThat(picture.getRGB(4, 0) & 0xffffff)
                .as("not covered, the brightest")
                .isEqualTo(0xffffff);
    }

    @Test
    void picturesAreWrittenAsPngAndReadAgain() throws IOException {
        Path file = folder.resolve("overlay.png");
        INDArray image = Nd4j.zeros(1, 3, 3, 5);
        image.putScalar(new int[] {0, 2, 0, 4}, 1);

        Overlay.of(map(0.8, 0.8, 0.8, 0.8), image).scale(4).writePng(file);

        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getWidth()).isEqualTo(20);
        assertThat(read.getHeight()).isEqualTo(12);
        assertThat(read.getRGB(16, 3) & 0xffffff).isEqualTo(0x0000ff);
        assertThat(read.getRGB(15, 3) & 0xffffff).isZero();
        INDArray array = Images.read(file, ImageColours.RGB);
        assertThat(array.shape()).containsExactly(3, 12, 20);
        assertThat(array.getDouble(2, 3, 16)).isEqualTo(255);
        assertThat(array.getDouble(0, 3, 16)).isZero();
        assertThat(Images.read(file, ImageColours.GREY, 3, 5).shape()).containsExactly(1, 3, 5);
    }

    @Test
    void channelsMayComeLast() {
        INDArray image = Nd4j.zeros(3, 5, 3);
        image.putScalar(1, 4, 0, 2);

        BufferedImage picture = Overlay.of(map(0.8, 0.8, 0.8, 0.8), image).render();

        assertThat(picture.getRGB(4, 1) & 0xffffff).isEqualTo(0xff0000);
    }

    @Test
    void refusesWhatDoesNotFit() {
        HeatMap map = map(0, 0, 0, 0);

        assertThatThrownBy(() -> Overlay.of(map, Nd4j.zeros(1, 5, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 5, 3] is not the one of the heat map, which has 3 by 5 pixels");
        assertThatThrownBy(() -> Overlay.of(map, Nd4j.zeros(1, 3, 5)).scale(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scale (0)");
        Path missing = folder.resolve("none").resolve("a.png");
        assertThatThrownBy(() -> Overlay.of(map, Nd4j.zeros(1, 3, 5)).writePng(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write overlay " + missing);
    }

    @Test
    void unreadableImagesAreNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no image");
        Path missing = folder.resolve("missing.png");

        assertThatThrownBy(() -> Images.read(text, ImageColours.GREY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read image " + text + ": it is in no format");
        assertThatThrownBy(() -> Images.read(missing, ImageColours.GREY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read image " + missing);
        assertThatThrownBy(() -> Images.read(text, ImageColours.GREY, 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 by 3");
    }
}
