package org.jerboa.tune.metric;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How often each class was the label, was predicted, and was both; with few enough classes, the whole confusion matrix
 * too. The counts by class are all that precision, recall, F1 and Matthews' coefficient need, so that a vocabulary of
 * thousands of classes costs kilobytes.
 */
final class ClassCounts implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long[] labelled;
    private final long[] predicted;
    private final long[] correct;
    /** {@code [label][predicted]}, row by row. */
    private final long @Nullable [] matrix;

    private long examples;

    ClassCounts(int classes) {
        labelled = new long[classes];
        predicted = new long[classes];
        correct = new long[classes];
        matrix = classes <= ClassificationAccumulator.MATRIX_CLASSES ? new long[classes * classes] : null;
    }

    int classes() {
        return labelled.length;
    }

    long examples() {
        return examples;
    }

    /** @param prediction the predicted class, or -1 for none: the example is wrong, and no class was predicted */
    void add(int label, int prediction) {
        examples++;
        labelled[label]++;
        if (prediction < 0) {
            return;
        }
        predicted[prediction]++;
        if (prediction == label) {
            correct[label]++;
        }
        if (matrix != null) {
            matrix[label * classes() + prediction]++;
        }
    }

    ClassCounts plus(ClassCounts other) {
        ClassCounts sum = new ClassCounts(classes());
        sum.addAll(this);
        sum.addAll(other);
        return sum;
    }

    private void addAll(ClassCounts other) {
        examples += other.examples;
        addAll(labelled, other.labelled);
        addAll(predicted, other.predicted);
        addAll(correct, other.correct);
        if (matrix != null && other.matrix != null) {
            addAll(matrix, other.matrix);
        }
    }

    private static void addAll(long[] to, long[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    long @Nullable [][] matrix() {
        if (matrix == null) {
            return null;
        }
        long[][] rows = new long[classes()][classes()];
        for (int label = 0; label < rows.length; label++) {
            System.arraycopy(matrix, label * classes(), rows[label], 0, classes());
        }
        return rows;
    }

    boolean occurs(int type) {
        return labelled[type] + predicted[type] > 0;
    }

    double precision(int type) {
        return ratio(correct[type], predicted[type]);
    }

    double recall(int type) {
        return ratio(correct[type], labelled[type]);
    }

    double f1(int type) {
        return ratio(2 * correct[type], labelled[type] + predicted[type]);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    double accuracy() {
        return (double) sum(correct) / examples;
    }

    /**
     * Matthews' correlation coefficient in Gorodkin's form for any number of classes (J. Gorodkin: Comparing two
     * K-category assignments by a K-category correlation coefficient, 2004); 0 where all labels or all predictions are
     * of one class.
     */
    double mcc() {
        double all = examples;
        double covariance = sum(correct) * all - dot(labelled, predicted);
        double labelVariance = all * all - dot(labelled, labelled);
        double predictionVariance = all * sum(predicted) - dot(predicted, predicted);
        double scale = Math.sqrt(labelVariance) * Math.sqrt(predictionVariance);
        return scale == 0 ? 0 : covariance / scale;
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    private static double dot(long[] left, long[] right) {
        double dot = 0;
        for (int i = 0; i < left.length; i++) {
            dot += (double) left[i] * right[i];
        }
        return dot;
    }
}
