package org.jerboa.transfer.explain;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A patch, and where it is laid over an image. Immutable; each method returns a changed copy.
 *
 * <pre>{@code
 * Occlusion.patch(4).stride(2).fill(0).target(7)
 * }</pre>
 *
 * <p>The patch lies at row and column 0, at the stride, at twice the stride, and so on, as long as all of it is within the image. A
 * border that is narrower than the stride may so stay uncovered. After Zeiler and Fergus, "Visualizing and Understanding Convolutional
 * Networks" (ECCV 2014), section 4.2.
 *
 * @param patchRows height of the patch in pixels
 * @param patchColumns its width
 * @param strideRows pixels from one position to the next one below it
 * @param strideColumns pixels from one position to the next one beside it
 * @param fill number that all pixels under the patch have in all channels; empty: the image's mean, channel by channel
 * @param target class whose probability is watched; empty: the one that the network predicts for the clean image
 * @param batch positions that are computed together; more of them take more memory, and time for each falls with it up to a point
 */
public record Occlusion(
        int patchRows,
        int patchColumns,
        int strideRows,
        int strideColumns,
        OptionalDouble fill,
        OptionalInt target,
        int batch) {

    private static final int BATCH = 32;

    /** @throws IllegalArgumentException if a size, a stride or the batch is below 1, the class below 0, or the fill no number */
    public Occlusion {
        atLeastOne("rows of the patch", patchRows);
        atLeastOne("columns of the patch", patchColumns);
        atLeastOne("stride between rows", strideRows);
        atLeastOne("stride between columns", strideColumns);
        atLeastOne("batch", batch);
        if (target.isPresent() && target.getAsInt() < 0) {
            throw new IllegalArgumentException("class (" + target.getAsInt() + ") must be at least 0");
        }
        if (fill.isPresent() && !Double.isFinite(fill.getAsDouble())) {
            throw new IllegalArgumentException("fill (" + fill.getAsDouble() + ") must be a finite number");
        }
    }

    /** A square patch at every pixel, of the image's mean, for the predicted class. */
    public static Occlusion patch(int size) {
        return patch(size, size);
    }

    /** A patch at every pixel, of the image's mean, for the predicted class. */
    public static Occlusion patch(int rows, int columns) {
        return new Occlusion(rows, columns, 1, 1, OptionalDouble.empty(), OptionalInt.empty(), BATCH);
    }

    /** The same patch with positions so many pixels apart, in both directions; 1 unless set. */
    public Occlusion stride(int pixels) {
        return stride(pixels, pixels);
    }

    /** The same patch with positions so many pixels apart, downwards and sidewards. */
    public Occlusion stride(int rows, int columns) {
        return new Occlusion(patchRows, patchColumns, rows, columns, fill, target, batch);
    }

    /** @param number what the pixels under the patch are, in the image's own units */
    public Occlusion fill(double number) {
        return new Occlusion(
                patchRows, patchColumns, strideRows, strideColumns, OptionalDouble.of(number), target, batch);
    }

    /** Each channel under the patch is that channel's mean over the image. */
    public Occlusion fillMean() {
        return new Occlusion(patchRows, patchColumns, strideRows, strideColumns, OptionalDouble.empty(), target, batch);
    }

    /** @param number of the class, from 0 on */
    public Occlusion target(int number) {
        return new Occlusion(patchRows, patchColumns, strideRows, strideColumns, fill, OptionalInt.of(number), batch);
    }

    /** The class that the network predicts for the clean image. */
    public Occlusion targetPredicted() {
        return new Occlusion(patchRows, patchColumns, strideRows, strideColumns, fill, OptionalInt.empty(), batch);
    }

    /** The same patch with so many positions computed together; 32 unless set. */
    public Occlusion batch(int positions) {
        return new Occlusion(patchRows, patchColumns, strideRows, strideColumns, fill, target, positions);
    }

    /** @throws IllegalArgumentException if the patch is larger than the image */
    Window positions(MapShape image) {
        if (patchRows > image.rows() || patchColumns > image.columns()) {
            throw new IllegalArgumentException("patch (" + patchRows + " by " + patchColumns
                    + " pixels) is larger than the image (" + image.rows() + " by " + image.columns()
                    + "); make it smaller");
        }
        return new Window(
                Span.ofPatches(image.rows(), patchRows, strideRows),
                Span.ofPatches(image.columns(), patchColumns, strideColumns));
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " (" + value + ") must be at least 1");
        }
    }
}
