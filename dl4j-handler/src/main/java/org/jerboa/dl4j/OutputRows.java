package org.jerboa.dl4j;

import java.util.Arrays;
import java.util.Set;
import org.jerboa.tune.metric.ClassificationAccumulator;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.metric.RegressionAccumulator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Takes in the predictions of one output row by row: an example, a time step of an example, or a place of an image, each
 * with its vector of numbers. Rows that the mask leaves out are not counted.
 *
 * <p>The loss of a row is that of the output layer's loss function, without regularisation.
 */
final class OutputRows {

    private static final IActivation DONE = new ActivationIdentity();

    private final OutputPort port;
    private final @Nullable Task wanted;
    private final Set<String> metrics;
    private ClassificationAccumulator.@Nullable Builder classes;
    private RegressionAccumulator.@Nullable Builder numbers;

    OutputRows(OutputPort port, @Nullable Task wanted, Set<String> metrics) {
        this.port = port;
        this.wanted = wanted;
        this.metrics = metrics;
    }

    /** Whether losses come from the layer's own scores, at the price of a second forward pass. */
    boolean needsScores() {
        return port.loss() == null;
    }

    /** @param scores of each example, if they were computed */
    void add(INDArray predicted, INDArray labels, @Nullable INDArray mask, double @Nullable [] scores) {
        INDArray predictedRows = rows(predicted);
        INDArray labelRows = rows(labels);
        int width = (int) predictedRows.size(1);
        int labelWidth = (int) labelRows.size(1);
        float[] outputs = predictedRows.data().asFloat();
        float[] targets = labelRows.data().asFloat();
        int count = outputs.length / width;
        float[] counted = mask == null ? null : mask.dup('c').data().asFloat();
        if (counted != null && counted.length != count) {
            counted = null;
        }
        if (counted != null) {
            count = keep(outputs, targets, width, labelWidth, counted);
        }
        if (count == 0) {
            return;
        }
        double[] losses = losses(outputs, targets, width, labelWidth, count, scores);
        if (task(width) == Task.CLASSIFICATION) {
            classify(outputs, targets, width, labelWidth, count, losses);
        } else {
            regress(outputs, targets, width, labelWidth, count, losses);
        }
    }

    private Task task(int width) {
        if (wanted != null) {
            return wanted;
        }
        boolean two =
                width == 1 && port.loss() instanceof LossBinaryXENT && port.activation() instanceof ActivationSigmoid;
        boolean many =
                width > 1 && (port.loss() instanceof LossMCXENT || port.activation() instanceof ActivationSoftmax);
        return two || many ? Task.CLASSIFICATION : Task.REGRESSION;
    }

    /** {@code [rows][numbers]} in one piece. */
    private INDArray rows(INDArray array) {
        INDArray last = switch (array.rank()) {
            case 3 -> port.layout().channelsLast() ? array : array.permute(0, 2, 1);
            case 4 -> port.layout().channelsLast() ? array : array.permute(0, 2, 3, 1);
            case 5 -> port.layout().channelsLast() ? array : array.permute(0, 2, 3, 4, 1);
            default -> array;
        };
        long width = last.size(last.rank() - 1);
        return last.dup('c').reshape('c', last.length() / width, width);
    }

    /** Moves the rows that count to the front. */
    private static int keep(float[] outputs, float[] targets, int width, int labelWidth, float[] mask) {
        int kept = 0;
        for (int row = 0; row < mask.length; row++) {
            if (mask[row] != 0) {
                System.arraycopy(outputs, row * width, outputs, kept * width, width);
                System.arraycopy(targets, row * labelWidth, targets, kept * labelWidth, labelWidth);
                kept++;
            }
        }
        return kept;
    }

    private double[] losses(
            float[] outputs, float[] targets, int width, int labelWidth, int count, double @Nullable [] scores) {
        ILossFunction loss = port.loss();
        double[] losses = new double[count];
        if (loss == null && scores != null && scores.length == count) {
            return scores;
        }
        // Some scores are not the sum of what examples contribute: F-measure, or masked steps of an unknown layer.
        if (loss == null || loss instanceof LossFMeasure) {
            Arrays.fill(losses, Double.NaN);
            return losses;
        }
        try (INDArray predicted = matrix(clipped(loss, outputs, count * width), count, width);
                INDArray label = matrix(targets, count, labelWidth);
                INDArray rows = loss.computeScoreArray(label, predicted, DONE, null)) {
            for (int i = 0; i < count; i++) {
                losses[i] = rows.getDouble(i);
            }
        }
        return losses;
    }

    private static INDArray matrix(float[] values, int rows, int columns) {
        float[] exact = values.length == rows * columns ? values : Arrays.copyOf(values, rows * columns);
        return Nd4j.createFromArray(exact).reshape(rows, columns);
    }

    /** Cross entropy clips what softmax gives, but only if it applies softmax itself. */
    private float[] clipped(ILossFunction loss, float[] outputs, int length) {
        if (!(loss instanceof LossMCXENT entropy) || !(port.activation() instanceof ActivationSoftmax)) {
            return outputs;
        }
        float low = (float) entropy.getSoftmaxClipEps();
        float high = (float) (1 - entropy.getSoftmaxClipEps());
        float[] clipped = new float[length];
        for (int i = 0; i < length; i++) {
            float value = outputs[i];
            clipped[i] = value < low ? low : Math.min(value, high);
        }
        return clipped;
    }

    private void classify(float[] outputs, float[] targets, int width, int labelWidth, int count, double[] losses) {
        if (classes == null) {
            classes = ClassificationAccumulator.builder(Math.max(2, width), metrics);
        }
        float[] both = new float[2];
        for (int row = 0; row < count; row++) {
            if (width == 1) {
                both[0] = 1 - outputs[row];
                both[1] = outputs[row];
                classes.add(targets[row] >= 0.5f ? 1 : 0, both, 0, losses[row]);
            } else {
                int label = labelWidth == 1 ? (int) targets[row] : highest(targets, row * labelWidth, labelWidth);
                classes.add(label, outputs, row * width, losses[row]);
            }
        }
    }

    private static int highest(float[] values, int offset, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[offset + i] > values[offset + best]) {
                best = i;
            }
        }
        return best;
    }

    private void regress(float[] outputs, float[] targets, int width, int labelWidth, int count, double[] losses) {
        if (width != labelWidth) {
            throw new IllegalArgumentException("output '" + port.name() + "' predicts " + width
                    + " numbers, its labels are " + labelWidth + "; make them equal");
        }
        if (numbers == null) {
            numbers = RegressionAccumulator.builder(width);
        }
        for (int row = 0; row < count; row++) {
            numbers.add(targets, outputs, row * width, losses[row]);
        }
    }

    MetricAccumulator build() {
        if (classes != null) {
            return classes.build();
        }
        return (numbers == null ? RegressionAccumulator.builder(1) : numbers).build();
    }
}
