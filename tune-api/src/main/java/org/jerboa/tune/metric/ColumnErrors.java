package org.jerboa.tune.metric;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Sums over one column of a regression: squared and absolute errors, and the targets' spread about their mean.
 *
 * <p>The spread is the sum of the targets' squares less the square of their sum, a form that loses all digits for targets
 * far from zero when it is computed in doubles. Here it does not: targets are of single precision, so that their squares
 * are exact in doubles, and both sums carry some 106 bits, of which targets of 24 bits can cancel no more than 48. Unlike
 * running means and their pooling (T. F. Chan, G. H. Golub and R. J. LeVeque: Updating formulae and a pairwise algorithm
 * for computing sample variances, 1979), it gives the same bits however the examples are cut into shards.
 */
final class ColumnErrors implements Serializable {

    private static final long serialVersionUID = 1L;

    private final CompensatedSum squaredErrors = new CompensatedSum();
    private final CompensatedSum absoluteErrors = new CompensatedSum();
    private final CompensatedSum targets = new CompensatedSum();
    private final CompensatedSum squaredTargets = new CompensatedSum();
    private long count;

    void add(float target, float prediction) {
        double error = (double) prediction - target;
        squaredErrors.add(error * error);
        absoluteErrors.add(Math.abs(error));
        targets.add(target);
        squaredTargets.add((double) target * target);
        count++;
    }

    void add(ColumnErrors other) {
        squaredErrors.add(other.squaredErrors);
        absoluteErrors.add(other.absoluteErrors);
        targets.add(other.targets);
        squaredTargets.add(other.squaredTargets);
        count += other.count;
    }

    double sumOfSquares() {
        return squaredErrors.value();
    }

    double sumOfAbsolutes() {
        return absoluteErrors.value();
    }

    double r2() {
        double spread = spread();
        if (count < 2 || Double.isNaN(spread)) {
            return Double.NaN;
        }
        if (spread == 0) {
            return squaredErrors.value() == 0 ? 1 : 0;
        }
        return 1 - squaredErrors.value() / spread;
    }

    private double spread() {
        if (count == 0 || !Double.isFinite(squaredTargets.value())) {
            return Double.NaN;
        }
        BigDecimal sum = targets.unrounded();
        BigDecimal squares = squaredTargets.unrounded().multiply(BigDecimal.valueOf(count));
        BigDecimal spread = squares.subtract(sum.multiply(sum));
        return spread.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
                .max(BigDecimal.ZERO)
                .doubleValue();
    }
}
