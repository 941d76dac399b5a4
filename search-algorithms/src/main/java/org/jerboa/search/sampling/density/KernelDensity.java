package org.jerboa.search.sampling.density;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.RandomNumbers;

/** A density of product kernels around trials, all of the same bandwidths. Immutable once made. */
final class KernelDensity {

    /** Of a normal distribution, by which the normal reference rule goes. */
    private static final double REFERENCE = 1.06;

    private final Axis[] axes;
    private final Normal normal;
    private final Point[] points;

    /** Along each axis; of a categorical one the share of the choices that were not observed. */
    private final double[] bandwidths;

    KernelDensity(Axis[] axes, List<TrialRecord> trials, Normal normal, double leastBandwidth, RandomGenerator stream) {
        this.axes = axes;
        this.normal = normal;
        this.points = trials.stream()
                .map(trial -> completed(axes, trial.point(), stream))
                .toArray(Point[]::new);
        this.bandwidths = new double[axes.length];
        double shrink = StrictMath.pow(points.length, -1.0 / (4 + axes.length));
        for (int i = 0; i < axes.length; i++) {
            bandwidths[i] = Math.min(most(axes[i]), Math.max(leastBandwidth, REFERENCE * deviation(i) * shrink));
        }
    }

    /** Parameters that do not exist are given a random value. */
    private static Point completed(Axis[] axes, double[] coordinates, RandomGenerator stream) {
        Point point = new Point(axes.length);
        for (int i = 0; i < axes.length; i++) {
            double at = coordinates[i];
            point.set(axes[i], Double.isNaN(at) ? RandomNumbers.uniform(stream) : at);
        }
        return point;
    }

    /** The bandwidth at which an Aitchison-Aitken kernel is flat; of a number the whole range. */
    private static double most(Axis axis) {
        return axis.isCategorical() ? (axis.cells() - 1.0) / axis.cells() : 1;
    }

    /** Of the points along an axis; of choices, as the rule has it, of their numbers as parts of all. */
    private double deviation(int axis) {
        double sum = 0;
        double squares = 0;
        for (Point point : points) {
            double at = point.at[axis];
            sum += at;
            squares += at * at;
        }
        double mean = sum / points.length;
        return Math.sqrt(Math.max(0, squares / points.length - mean * mean));
    }

    /** Of candidates drawn here the one where this density is largest against the other. */
    Point mostLikely(KernelDensity other, KdeSampling settings, RandomGenerator stream) {
        Point best = new Point(axes.length);
        double bestScore = Double.NEGATIVE_INFINITY;
        Point candidate = new Point(axes.length);
        for (int i = 0; i < settings.candidates(); i++) {
            draw(candidate, settings.bandwidthFactor(), stream);
            double score = log(candidate) - other.log(candidate);
            if (i == 0 || score > bestScore) {
                bestScore = score;
                best.copyFrom(candidate);
            }
        }
        return best;
    }

    private void draw(Point candidate, double factor, RandomGenerator stream) {
        Point centre = points[RandomNumbers.below(points.length, stream)];
        for (int i = 0; i < axes.length; i++) {
            double uniform = RandomNumbers.uniform(stream);
            if (!axes[i].isCategorical()) {
                double wide = bandwidths[i] * factor;
                double low = normal.below(-centre.at[i] / wide);
                double high = normal.below((1 - centre.at[i]) / wide);
                candidate.set(axes[i], centre.at[i] + wide * normal.quantile(low + uniform * (high - low)));
            } else if (uniform < 1 - bandwidths[i]) {
                candidate.setCell(axes[i], centre.cell[i], 0);
            } else {
                candidate.setCell(axes[i], RandomNumbers.below(axes[i].cells(), stream), 0);
            }
        }
    }

    /** With a floor far below any kernel, as in an empty place the densities of both would be zero. */
    private double log(Point candidate) {
        double sum = 0;
        for (Point point : points) {
            sum += kernel(point, candidate);
        }
        return StrictMath.log(Math.max(1e-32, sum / points.length));
    }

    private double kernel(Point point, Point candidate) {
        double product = 1;
        for (int i = 0; i < axes.length && product > 0; i++) {
            product *= switch (axes[i].kind()) {
                case CONTINUOUS -> density(point.at[i], candidate.at[i], bandwidths[i]);
                case COUNTABLE -> mass(axes[i], point.at[i], candidate.cell[i], bandwidths[i]);
                case CATEGORICAL -> share(axes[i], point.cell[i] == candidate.cell[i], bandwidths[i]);
            };
        }
        return product;
    }

    private double density(double mean, double at, double bandwidth) {
        double z = (at - mean) / bandwidth;
        return StrictMath.exp(-z * z / 2) * Normal.peak(bandwidth) / normal.insideUnit(mean, bandwidth);
    }

    private double mass(Axis axis, double mean, int cell, double bandwidth) {
        return normal.between(axis.low(cell), axis.high(cell), mean, bandwidth) / normal.insideUnit(mean, bandwidth);
    }

    private static double share(Axis axis, boolean same, double bandwidth) {
        return same || axis.cells() == 1 ? 1 - bandwidth : bandwidth / (axis.cells() - 1);
    }
}
