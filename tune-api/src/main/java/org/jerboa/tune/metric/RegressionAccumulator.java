package org.jerboa.tune.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Evaluation of a regression with one or more output columns, merged through sums.
 *
 * <p>Metrics, in this order; all are NaN over no examples:
 *
 * <ul>
 *   <li>{@code loss}: mean loss an example.
 *   <li>{@code mse}, {@code mae}: mean squared and mean absolute error over all examples and columns; {@code rmse}: the
 *       square root of {@code mse}.
 *   <li>{@code r2}: the coefficient of determination of each column, averaged over columns. For a column of equal targets
 *       it is 1 if all are predicted exactly and else 0; over fewer than two examples it is NaN. Both are scikit-learn's
 *       rules.
 * </ul>
 *
 * <p>Merged values equal those over the whole set, in practice to the last bit ({@link CompensatedSum}).
 *
 * <p>For sequences, every unmasked time step is added as one example. Immutable. Filled through a {@link Builder}.
 */
public final class RegressionAccumulator implements MetricAccumulator {

    private static final long serialVersionUID = 1L;

    private final long examples;
    private final CompensatedSum loss;
    private final List<ColumnErrors> columns;

    private RegressionAccumulator(long examples, CompensatedSum loss, List<ColumnErrors> columns) {
        this.examples = examples;
        this.loss = loss;
        this.columns = List.copyOf(columns);
    }

    /**
     * A builder.
     *
     * @param columns numbers predicted for each example, at least 1
     */
    public static Builder builder(int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("columns (" + columns + ") of a regression must be at least 1");
        }
        return new Builder(columns);
    }

    @Override
    public long examples() {
        return examples;
    }

    @Override
    public RegressionAccumulator merge(MetricAccumulator other) {
        if (!(other instanceof RegressionAccumulator that)) {
            throw new IllegalArgumentException("cannot merge a regression with a "
                    + other.getClass().getName() + "; evaluate all shards with the same handler");
        }
        if (that.columns.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "cannot merge a " + this + " with a " + that + "; evaluate all shards for the same columns");
        }
        Builder sum = new Builder(columns.size());
        sum.add(this);
        sum.add(that);
        return sum.build();
    }

    @Override
    public Map<String, Double> values() {
        double numbers = (double) examples * columns.size();
        double mse = sum(ColumnErrors::sumOfSquares) / numbers;
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss.value() / examples);
        values.put("mse", mse);
        values.put("mae", sum(ColumnErrors::sumOfAbsolutes) / numbers);
        values.put("rmse", Math.sqrt(mse));
        values.put("r2", sum(ColumnErrors::r2) / columns.size());
        return values;
    }

    private double sum(ToDoubleFunction<ColumnErrors> part) {
        return columns.stream().mapToDouble(part).sum();
    }

    @Override
    public String toString() {
        return "regression of " + columns.size() + " columns over " + examples + " examples";
    }

    /** Takes in examples one by one. Not thread-safe; may go on after {@link #build()}. */
    public static final class Builder {

        private final List<ColumnErrors> columns = new ArrayList<>();
        private final CompensatedSum loss = new CompensatedSum();
        private long examples;

        private Builder(int columns) {
            for (int i = 0; i < columns; i++) {
                this.columns.add(new ColumnErrors());
            }
        }

        /**
         * Adds an example.
         *
         * @param targets array in which its true values lie, one for each column
         * @param predictions array in which the predicted ones lie, at the same place
         * @param offset where its values begin in both
         * @param exampleLoss its loss
         * @return this
         */
        public Builder add(float[] targets, float[] predictions, int offset, double exampleLoss) {
            Objects.checkFromIndexSize(offset, columns.size(), targets.length);
            Objects.checkFromIndexSize(offset, columns.size(), predictions.length);
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).add(targets[offset + i], predictions[offset + i]);
            }
            loss.add(exampleLoss);
            examples++;
            return this;
        }

        private void add(RegressionAccumulator other) {
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).add(other.columns.get(i));
            }
            loss.add(other.loss);
            examples += other.examples;
        }

        /** What was added so far. */
        public RegressionAccumulator build() {
            Builder copy = new Builder(columns.size());
            copy.add(new RegressionAccumulator(examples, loss, columns));
            return new RegressionAccumulator(copy.examples, copy.loss, copy.columns);
        }
    }
}
