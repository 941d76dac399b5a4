package org.jerboa.transfer.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How probable a class is with a patch at each of its positions. Where the probability falls far, the patch hides what the prediction
 * rests on; where it rises, the patch hides what speaks against it. Immutable.
 */
public final class HeatMap {

    private final Occlusion occlusion;
    private final int imageRows;
    private final int imageColumns;
    private final int target;
    private final double clean;
    private final Window positions;
    private final double[] probabilities;

    /** @param probabilities by position, row by row */
    HeatMap(Occlusion occlusion, MapShape image, int target, double clean, Window positions, double[] probabilities) {
        this.occlusion = occlusion;
        this.imageRows = image.rows();
        this.imageColumns = image.columns();
        this.target = target;
        this.clean = clean;
        this.positions = positions;
        this.probabilities = probabilities.clone();
    }

    /** The class whose probability this is, from 0 on. */
    public int target() {
        return target;
    }

    /** Its probability for the clean image. */
    public double cleanProbability() {
        return clean;
    }

    public Occlusion occlusion() {
        return occlusion;
    }

    /** Height of the image in pixels. */
    public int imageRows() {
        return imageRows;
    }

    /** Width of the image in pixels. */
    public int imageColumns() {
        return imageColumns;
    }

    /** Positions from the top to the bottom. */
    public int rows() {
        return positions.rows().positions();
    }

    /** Positions from left to right. */
    public int columns() {
        return positions.columns().positions();
    }

    /** First row of pixels under the patch at a row of positions. */
    public int top(int row) {
        return positions.rows().start(row);
    }

    /** First column of pixels under the patch at a column of positions. */
    public int left(int column) {
        return positions.columns().start(column);
    }

    /** The class's probability with the patch there. */
    public double probability(int row, int column) {
        return probabilities[Math.multiplyExact(row, columns()) + column];
    }

    /** By how much that is less than for the clean image; negative where it is more. */
    public double drop(int row, int column) {
        return clean - probability(row, column);
    }

    /** The drops, {@code [rows][columns]}. */
    public float[][] drops() {
        float[][] drops = new float[rows()][columns()];
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns(); column++) {
                drops[row][column] = (float) drop(row, column);
            }
        }
        return drops;
    }

    /**
     * For each pixel the mean drop over all patches that cover it, {@code [image rows][image columns]}; NaN where none does.
     */
    public double[][] pixels() {
        double[][] sums = new double[imageRows][imageColumns];
        int[][] counts = new int[imageRows][imageColumns];
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns(); column++) {
                for (int y = top(row); y < top(row) + occlusion.patchRows(); y++) {
                    for (int x = left(column); x < left(column) + occlusion.patchColumns(); x++) {
                        sums[y][x] += drop(row, column);
                        counts[y][x]++;
                    }
                }
            }
        }
        for (int y = 0; y < imageRows; y++) {
            for (int x = 0; x < imageColumns; x++) {
                sums[y][x] = counts[y][x] == 0 ? Double.NaN : sums[y][x] / counts[y][x];
            }
        }
        return sums;
    }

    /** One line for each position: first row and column of pixels under the patch, the class's probability, its drop. */
    public String csv() {
        StringBuilder lines = new StringBuilder("top,left,probability,drop\n");
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns(); column++) {
                lines.append(top(row))
                        .append(',')
                        .append(left(column))
                        .append(',')
                        .append(probability(row, column))
                        .append(',')
                        .append(drop(row, column))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    /** Writes {@link #csv()} into a file, over what is there. */
    public void writeCsv(Path file) throws IOException {
        Files.writeString(file, csv(), UTF_8);
    }

    @Override
    public String toString() {
        return "class " + target + ", probability " + clean + ", " + rows() + " by " + columns() + " positions, lowest "
                + Arrays.stream(probabilities).min().orElseThrow();
    }
}
