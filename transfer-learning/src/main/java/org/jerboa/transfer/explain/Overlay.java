package org.jerboa.transfer.explain;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A heat map laid over its image. Red is where the probability falls with the patch, so what the prediction rests on, and blue where it
 * rises; the stronger, the less of the image shows through. The strongest pixel of a map is the measure for all of it, so that two maps'
 * colours cannot be compared. Immutable. Needs no display.
 */
public final class Overlay {

    private static final double[] RED = {255, 0, 0};
    private static final double[] BLUE = {0, 80, 255};

    /** How much of the colour there is where it is strongest. */
    private static final double OPACITY = 0.75;

    private final HeatMap map;
    private final INDArray image;
    private final boolean channelsLast;
    private final int scale;

    private Overlay(HeatMap map, INDArray image, boolean channelsLast, int scale) {
        this.map = map;
        this.image = image;
        this.channelsLast = channelsLast;
        this.scale = scale;
    }

    /**
     * @param image the one that was explained, in any numbers: the lowest is shown black, the highest white. Three channels are taken for
     *     red, green and blue, of any other number the mean is shown
     * @throws IllegalArgumentException if it is of another size
     */
    public static Overlay of(HeatMap map, INDArray image) {
        long[] shape = image.shape();
        INDArray single = shape.length == 4 && shape[0] == 1 ? image.reshape(shape[1], shape[2], shape[3]) : image;
        boolean last = single.rank() == 3 && !fits(map, single, 1);
        if (single.rank() != 3 || (last && !fits(map, single, 0))) {
            throw new IllegalArgumentException(
                    "an image of shape " + Arrays.toString(shape) + " is not the one of the heat map, which has "
                            + map.imageRows() + " by " + map.imageColumns() + " pixels");
        }
        return new Overlay(map, single, last, 1);
    }

    private static boolean fits(HeatMap map, INDArray image, int firstAxis) {
        return image.size(firstAxis) == map.imageRows() && image.size(firstAxis + 1) == map.imageColumns();
    }

    /** @param pixels width and height of a pixel in the picture */
    public Overlay scale(int pixels) {
        if (pixels < 1) {
            throw new IllegalArgumentException("scale (" + pixels + ") must be at least 1");
        }
        return new Overlay(map, image, channelsLast, pixels);
    }

    /**
     * The picture: the image, in colour if it has three channels and else in grey, under the map's colours. Each of its pixels is a
     * square as large as the scale says.
     */
    public BufferedImage render() {
        double[][] heat = map.pixels();
        double strongest = 0;
        for (double[] row : heat) {
            for (double drop : row) {
                strongest = Math.max(strongest, Double.isNaN(drop) ? 0 : Math.abs(drop));
            }
        }
        double low = image.minNumber().doubleValue();
        double range = image.maxNumber().doubleValue() - low;
        BufferedImage picture =
                new BufferedImage(map.imageColumns() * scale, map.imageRows() * scale, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < map.imageRows(); y++) {
            for (int x = 0; x < map.imageColumns(); x++) {
                double share = Double.isNaN(heat[y][x]) || strongest == 0 ? 0 : heat[y][x] / strongest;
                fill(picture, x, y, colour(y, x, low, range, share));
            }
        }
        return picture;
    }

    private int colour(int y, int x, double low, double range, double share) {
        double[] heat = share < 0 ? BLUE : RED;
        double opacity = OPACITY * Math.abs(share);
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
            double under = range == 0 ? 0 : 255 * (brightness(channel, y, x) - low) / range;
            rgb = rgb << 8 | (int) Math.round(under * (1 - opacity) + heat[channel] * opacity);
        }
        return rgb;
    }

    private double brightness(int colour, int y, int x) {
        long channels = image.size(channelsLast ? 2 : 0);
        if (channels == 3) {
            return number(colour, y, x);
        }
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += number(channel, y, x);
        }
        return sum / channels;
    }

    private double number(int channel, int y, int x) {
        return channelsLast ? image.getDouble(y, x, channel) : image.getDouble(channel, y, x);
    }

    private void fill(BufferedImage picture, int x, int y, int rgb) {
        for (int row = y * scale; row < (y + 1) * scale; row++) {
            for (int column = x * scale; column < (x + 1) * scale; column++) {
                picture.setRGB(column, row, rgb);
            }
        }
    }

    /**
     * Writes the picture as PNG, over what is there.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public void writePng(Path file) throws IOException {
        // a memory cache, as ImageIO would otherwise write into the temporary folder first
        try (OutputStream stream = Files.newOutputStream(file);
                MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(stream)) {
            if (!ImageIO.write(render(), "png", output)) {
                throw new IOException("this JDK has no writer of PNG");
            }
        } catch (IOException e) {
            throw new IOException("cannot write overlay " + file + " (" + e + ")", e);
        }
    }
}
