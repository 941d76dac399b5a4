package org.jerboa.transfer;

import java.util.Arrays;
import java.util.Random;

/**
 * Layers as Keras defines them, in loops over doubles: images are {@code [height][width][channels]}, kernels {@code
 * [height][width][in][out]} or {@code [in][out]}. What networks read from Keras files are compared with.
 */
final class PlainLayers {

    private PlainLayers() {}

    static double[][][] image(Random random, int height, int width, int channels) {
        double[][][] image = new double[height][width][channels];
        for (double[][] row : image) {
            for (double[] pixel : row) {
                Arrays.setAll(pixel, c -> (float) random.nextGaussian());
            }
        }
        return image;
    }

    /** With ReLU, stride 1. */
    static double[][][] convolution(double[][][] in, float[][][][] kernel, float[] bias, boolean same) {
        int size = kernel.length;
        int pad = same ? size / 2 : 0;
        int height = in.length + 2 * pad - size + 1;
        int width = in[0].length + 2 * pad - size + 1;
        double[][][] out = new double[height][width][bias.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int o = 0; o < bias.length; o++) {
                    double sum = bias[o];
                    for (int dy = 0; dy < size; dy++) {
                        for (int dx = 0; dx < size; dx++) {
                            int row = y + dy - pad;
                            int column = x + dx - pad;
                            if (row >= 0 && row < in.length && column >= 0 && column < in[0].length) {
                                for (int i = 0; i < in[0][0].length; i++) {
                                    sum += in[row][column][i] * kernel[dy][dx][i][o];
                                }
                            }
                        }
                    }
                    out[y][x][o] = Math.max(0, sum);
                }
            }
        }
        return out;
    }

    /** Windows of 2 by 2; an odd row or column at the end is left out. */
    static double[][][] maximum(double[][][] in) {
        double[][][] out = new double[in.length / 2][in[0].length / 2][in[0][0].length];
        for (int y = 0; y < out.length; y++) {
            for (int x = 0; x < out[0].length; x++) {
                for (int c = 0; c < out[0][0].length; c++) {
                    out[y][x][c] = Math.max(
                            Math.max(in[2 * y][2 * x][c], in[2 * y][2 * x + 1][c]),
                            Math.max(in[2 * y + 1][2 * x][c], in[2 * y + 1][2 * x + 1][c]));
                }
            }
        }
        return out;
    }

    static double[][][] sum(double[][][] a, double[][][] b) {
        double[][][] out = new double[a.length][a[0].length][a[0][0].length];
        for (int y = 0; y < a.length; y++) {
            for (int x = 0; x < a[0].length; x++) {
                for (int c = 0; c < a[0][0].length; c++) {
                    out[y][x][c] = a[y][x][c] + b[y][x][c];
                }
            }
        }
        return out;
    }

    /** Of each channel. */
    static double[] mean(double[][][] in) {
        double[] mean = new double[in[0][0].length];
        for (double[][] row : in) {
            for (double[] pixel : row) {
                for (int c = 0; c < mean.length; c++) {
                    mean[c] += pixel[c] / (in.length * in[0].length);
                }
            }
        }
        return mean;
    }

    /** Row by row, in each row pixel by pixel. */
    static double[] flat(double[][][] in) {
        return Arrays.stream(in)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    static double[] softmax(double[] in, float[][] kernel, float[] bias) {
        double[] out = new double[bias.length];
        for (int o = 0; o < out.length; o++) {
            double sum = bias[o];
            for (int i = 0; i < in.length; i++) {
                sum += in[i] * kernel[i][o];
            }
            out[o] = Math.exp(sum);
        }
        double total = Arrays.stream(out).sum();
        return Arrays.stream(out).map(value -> value / total).toArray();
    }

    static float[] vector(Random random, int length) {
        float[] vector = new float[length];
        for (int i = 0; i < length; i++) {
            vector[i] = (float) random.nextGaussian() / 4;
        }
        return vector;
    }

    static float[][] matrix(Random random, int in, int out) {
        float[][] matrix = new float[in][];
        Arrays.setAll(matrix, i -> vector(random, out));
        return matrix;
    }

    static float[][][][] kernel(Random random, int size, int in, int out) {
        float[][][][] kernel = new float[size][size][][];
        for (float[][][] row : kernel) {
            Arrays.setAll(row, x -> matrix(random, in, out));
        }
        return kernel;
    }
}
