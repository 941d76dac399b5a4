package org.jerboa.tune.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * Evaluation of a classifier, exact under merging: counts by class, the sum of losses and, for the area under the ROC
 * curve, the scores themselves.
 *
 * <p>Metrics, in this order; all are NaN over no examples:
 *
 * <ul>
 *   <li>{@code loss}: mean loss an example.
 *   <li>{@code accuracy}: share of examples whose label was predicted.
 *   <li>{@code precision}, {@code recall}, {@code f1}: with two classes, those of class 1, the positive one. With more,
 *       the <em>macro average over occurring classes</em>: the plain mean over classes that occur as a label or as a
 *       prediction. A ratio of 0/0 counts as 0. Both rules are scikit-learn's, with {@code zero_division=0}.
 *   <li>{@code mcc}: Matthews' correlation coefficient; 0 where all labels or all predictions are of one class.
 *   <li>{@code auc}: area under the ROC curve, ties counted half. With two classes it is always there, from the scores of
 *       class 1. With more it is there if {@linkplain #builder(int, Set) asked for}, as it keeps four bytes for each class
 *       and example: one class against the rest, averaged over the classes that occur as a label. NaN if the labels are
 *       all of one class or a score is NaN.
 * </ul>
 *
 * <p>The predicted class is the one with the highest score, the first of equal ones. An example with a NaN among its
 * scores has no prediction: it counts as wrong, for its label's recall too.
 *
 * <p>For sequences, every unmasked time step is added as one example.
 *
 * <p>Immutable. Filled through a {@link Builder}.
 */
public final class ClassificationAccumulator implements MetricAccumulator {

    /** Up to so many classes the whole confusion matrix is kept; with more, only what the metrics need. */
    public static final int MATRIX_CLASSES = 256;

    private static final long serialVersionUID = 1L;

    private final ClassCounts counts;
    private final CompensatedSum loss;
    private final ClassScores scores;

    private ClassificationAccumulator(ClassCounts counts, CompensatedSum loss, ClassScores scores) {
        this.counts = counts;
        this.loss = loss;
        this.scores = scores;
    }

    /** A builder for the usual metrics; see {@link #builder(int, Set)}. */
    public static Builder builder(int classes) {
        return builder(classes, Set.of());
    }

    /**
     * A builder.
     *
     * @param classes number of classes, at least 2
     * @param metrics metrics asked for, as in {@link org.jerboa.tune.spi.UnitContext#metrics()}: {@code auc} is kept for
     *     more than two classes only if it is among them; others are ignored
     */
    public static Builder builder(int classes, Set<String> metrics) {
        if (classes < 2) {
            throw new IllegalArgumentException("classes (" + classes + ") must be at least 2;"
                    + " a single score is a classifier of two classes with scores 1 - s and s");
        }
        return new Builder(classes, metrics.contains("auc"));
    }

    @Override
    public long examples() {
        return counts.examples();
    }

    @Override
    public ClassificationAccumulator merge(MetricAccumulator other) {
        if (!(other instanceof ClassificationAccumulator that)) {
            throw new IllegalArgumentException("cannot merge a classification with a "
                    + other.getClass().getName() + "; evaluate all shards with the same handler");
        }
        if (that.counts.classes() != counts.classes() || !that.scores.sameClasses(scores)) {
            throw new IllegalArgumentException("cannot merge a " + this + " with a " + that
                    + "; evaluate all shards for the same classes and metrics");
        }
        CompensatedSum losses = loss.copy();
        losses.add(that.loss);
        return new ClassificationAccumulator(counts.plus(that.counts), losses, scores.merge(that.scores));
    }

    @Override
    public Map<String, Double> values() {
        boolean empty = counts.examples() == 0;
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", empty ? Double.NaN : loss.value() / counts.examples());
        values.put("accuracy", empty ? Double.NaN : counts.accuracy());
        values.put("precision", average(counts::precision));
        values.put("recall", average(counts::recall));
        values.put("f1", average(counts::f1));
        values.put("mcc", empty ? Double.NaN : counts.mcc());
        scores.auc().ifPresent(auc -> values.put("auc", auc));
        return values;
    }

    private double average(IntToDoubleFunction metric) {
        if (counts.examples() == 0) {
            return Double.NaN;
        }
        if (counts.classes() == 2) {
            return metric.applyAsDouble(1);
        }
        double sum = 0;
        int occurring = 0;
        for (int type = 0; type < counts.classes(); type++) {
            if (counts.occurs(type)) {
                sum += metric.applyAsDouble(type);
                occurring++;
            }
        }
        return sum / occurring;
    }

    /**
     * Counts {@code [label][predicted class]}, if there are at most {@link #MATRIX_CLASSES} classes. Examples without a
     * prediction are in none of its cells.
     */
    public Optional<long[][]> confusion() {
        return Optional.ofNullable(counts.matrix());
    }

    @Override
    public String toString() {
        return "classification of " + examples() + " examples in " + counts.classes() + " classes " + scores;
    }

    /** Takes in examples one by one. Not thread-safe; may go on after {@link #build()}. */
    public static final class Builder {

        private final ClassCounts counts;
        private final CompensatedSum loss = new CompensatedSum();
        private final ClassScores.Builder scores;

        private Builder(int classes, boolean auc) {
            counts = new ClassCounts(classes);
            scores = ClassScores.builder(classes, auc);
        }

        /**
         * Adds an example.
         *
         * @param label its class
         * @param output array in which its scores lie, one for each class; the higher, the likelier. Kept in single
         *     precision, as tools compute them
         * @param offset where its scores begin
         * @param exampleLoss its loss
         * @return this
         */
        public Builder add(int label, float[] output, int offset, double exampleLoss) {
            int classes = counts.classes();
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("label (" + label + ") is no class of 0.." + (classes - 1)
                        + "; correct the data or the number of classes");
            }
            Objects.checkFromIndexSize(offset, classes, output.length);
            counts.add(label, highest(output, offset, classes));
            loss.add(exampleLoss);
            scores.add(label, output, offset);
            return this;
        }

        private static int highest(float[] output, int offset, int classes) {
            int best = 0;
            for (int type = 0; type < classes; type++) {
                if (Float.isNaN(output[offset + type])) {
                    return -1;
                }
                if (output[offset + type] > output[offset + best]) {
                    best = type;
                }
            }
            return best;
        }

        /** What was added so far. */
        public ClassificationAccumulator build() {
            ClassCounts none = new ClassCounts(counts.classes());
            return new ClassificationAccumulator(counts.plus(none), loss.copy(), scores.build());
        }
    }
}
