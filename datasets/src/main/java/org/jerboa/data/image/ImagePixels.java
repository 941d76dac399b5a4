package org.jerboa.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.ByteBuffer;

/**
 * The pixels of an image by channel, {@code [channels][height][width]}, each 0..255, and their scaling to another size.
 * Done here and not by Java2D, as results are to be the same on every platform.
 */
public record ImagePixels(int height, int width, float[][] channels) {

    private static final int EIGHT_BITS = 8;

    static ImagePixels of(BufferedImage image, ImageColours colours) {
        return colours == ImageColours.GREY ? grey(image) : rgb(image);
    }

    private static ImagePixels grey(BufferedImage image) {
        ImagePixels rgb = rgb(image);
        float[] red = rgb.channels[0];
        float[] luma = new float[red.length];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (299 * red[i] + 587 * rgb.channels[1][i] + 114 * rgb.channels[2][i]) / 1000;
        }
        return new ImagePixels(rgb.height, rgb.width, new float[][] {luma});
    }

    private static ImagePixels rgb(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        float[][] channels = new float[3][height * width];
        if (holdsGreys(image)) {
            fillGreys(image.getRaster(), channels);
            return new ImagePixels(height, width, channels);
        }
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                channels[0][y * width + x] = row[x] >> 16 & 255;
                channels[1][y * width + x] = row[x] >> 8 & 255;
                channels[2][y * width + x] = row[x] & 255;
            }
        }
        return new ImagePixels(height, width, channels);
    }

    /** Java takes stored greys for linear light and would brighten them on the way to RGB. */
    private static boolean holdsGreys(BufferedImage image) {
        return image.getColorModel().getNumColorComponents() == 1
                && !(image.getColorModel() instanceof IndexColorModel);
    }

    private static void fillGreys(Raster raster, float[][] channels) {
        int width = raster.getWidth();
        int bits = raster.getSampleModel().getSampleSize(0);
        float highest = (1L << bits) - 1;
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                float grey = bits == EIGHT_BITS ? row[x] : row[x] * 255 / highest;
                for (float[] channel : channels) {
                    channel[y * width + x] = grey;
                }
            }
        }
    }

    /** Scales to another size, first along rows, then along columns. */
    public ImagePixels scaled(int newHeight, int newWidth) {
        if (newHeight == height && newWidth == width) {
            return this;
        }
        Resampling across = new Resampling(width, newWidth);
        Resampling down = new Resampling(height, newHeight);
        float[][] scaled = new float[channels.length][newHeight * newWidth];
        for (int c = 0; c < channels.length; c++) {
            float[] narrow = new float[height * newWidth];
            for (int y = 0; y < height; y++) {
                across.apply(channels[c], y * width, 1, narrow, y * newWidth, 1);
            }
            for (int x = 0; x < newWidth; x++) {
                down.apply(narrow, x, newWidth, scaled[c], x, newWidth);
            }
        }
        return new ImagePixels(newHeight, newWidth, scaled);
    }

    void write(ByteBuffer destination) {
        for (float[] channel : channels) {
            for (float value : channel) {
                destination.put((byte) Math.max(0, Math.min(255, Math.round(value))));
            }
        }
    }

    /**
     * Weights from a line of pixels to a line of another length: a triangle as wide as the larger of the two pixels'
     * distances, which is linear interpolation where the line grows and a weighted average of all pixels where it
     * shrinks.
     */
    private static final class Resampling {

        private final int[] first;
        private final float[][] weights;

        Resampling(int from, int to) {
            first = new int[to];
            weights = new float[to][];
            double distance = (double) from / to;
            double reach = Math.max(1, distance);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * distance - 0.5;
                int low = Math.max(0, (int) Math.ceil(centre - reach));
                int high = Math.min(from - 1, (int) Math.floor(centre + reach));
                double[] line = new double[high - low + 1];
                double sum = 0;
                for (int j = low; j <= high; j++) {
                    line[j - low] = Math.max(0, 1 - Math.abs(j - centre) / reach);
                    sum += line[j - low];
                }
                first[i] = low;
                weights[i] = new float[line.length];
                for (int j = 0; j < line.length; j++) {
                    weights[i][j] = (float) (line[j] / sum);
                }
            }
        }

        void apply(float[] source, int start, int step, float[] target, int targetStart, int targetStep) {
            for (int i = 0; i < first.length; i++) {
                float sum = 0;
                for (int j = 0; j < weights[i].length; j++) {
                    sum += weights[i][j] * source[start + (first[i] + j) * step];
                }
                target[targetStart + i * targetStep] = sum;
            }
        }
    }
}
