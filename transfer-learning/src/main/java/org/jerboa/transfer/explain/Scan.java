package org.jerboa.transfer.explain;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Takes a prediction for each position of the patch, in batches, and makes the heat map of them. */
final class Scan {

    /** Predicts for a batch of positions. */
    interface Predictor {

        /** @return {@code [count][classes]} */
        INDArray predict(int first, int count);
    }

    private final Occlusion occlusion;
    private final Patch patch;
    private final int target;
    private final double clean;

    /**
     * @param prediction for the clean image
     * @throws IllegalArgumentException if it is no vector of numbers, or has no such class
     */
    Scan(Occlusion occlusion, Patch patch, INDArray prediction) {
        this.occlusion = occlusion;
        this.patch = patch;
        if (prediction.rank() != 2) {
            throw new IllegalArgumentException("the network's output has the shape "
                    + Arrays.toString(prediction.shape()) + "; only classes, [1][classes], can be explained");
        }
        long classes = prediction.size(1);
        this.target = occlusion.target().orElseGet(() -> prediction.argMax(1).getInt(0));
        if (target >= classes) {
            throw new IllegalArgumentException("class (" + target + ") must be one of the network's " + classes
                    + " outputs, 0 to " + (classes - 1));
        }
        this.clean = prediction.getDouble(0, target);
        if (!Double.isFinite(clean)) {
            throw new IllegalArgumentException("the network predicts " + clean + " for class " + target
                    + "; there is nothing to explain, look at its parameters and at the image's numbers");
        }
    }

    HeatMap heatMap(Predictor predictor) {
        int positions = patch.positions().positions();
        double[] probabilities = new double[positions];
        // Of near-equal size, as the native library prepares itself anew for each size.
        int batches = (positions + occlusion.batch() - 1) / occlusion.batch();
        for (int batch = 0; batch < batches; batch++) {
            int first = (int) ((long) positions * batch / batches);
            int count = (int) ((long) positions * (batch + 1) / batches) - first;
            INDArray predictions = predictor.predict(first, count);
            for (int i = 0; i < count; i++) {
                probabilities[first + i] = predictions.getDouble(i, target);
            }
        }
        return new HeatMap(occlusion, patch.imageShape(), target, clean, patch.positions(), probabilities);
    }
}
