package org.jerboa.search.sampling.density;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.RandomNumbers;

/**
 * A density over some axes of the unit cube: a weighted sum of product kernels around observations, and of the uniform prior.
 *
 * <p>A kernel is, along each axis: of a continuous one a normal cut off at the cube's sides; of a countable one the mass that
 * such a normal has in a value's cell; of a categorical one a share for the observed choice and smaller ones for the others.
 *
 * <p>Storage is reused: fill it by {@link #begin}, {@link #add} and {@link #spread}, then {@link #finish}. Scores of all
 * candidates against n kernels along d axes take d n operations each, in loops over arrays that the compiler can vectorise; an
 * exponential is taken of those kernels only that reach the candidate. Not thread-safe.
 */
final class Mixture {

    /** Exponents below this make no difference beside the prior. */
    private static final double NEGLIGIBLE = -60;

    private final Axis[] axes;
    private final Normal normal;
    private final double priorWeight;

    private int size;
    private final double[][] means;
    private final int[][] cells;
    private final double[][] deviations;

    /** One over the deviation and the root of two. */
    private final double[][] inverses;

    private double[] weights = new double[0];

    /** Weight times all that a kernel's density has as constant factors. */
    private double[] constants = new double[0];

    private double[] factors = new double[0];
    private double[] exponents = new double[0];
    private double total;

    Mixture(Axis[] axes, Normal normal, double priorWeight) {
        this.axes = axes;
        this.normal = normal;
        this.priorWeight = priorWeight;
        this.means = new double[axes.length][0];
        this.cells = new int[axes.length][0];
        this.deviations = new double[axes.length][0];
        this.inverses = new double[axes.length][0];
    }

    /** Forgets all kernels and makes room for so many. */
    void begin(int kernels) {
        size = 0;
        if (weights.length < kernels) {
            int capacity = kernels + kernels / 2;
            for (int axis = 0; axis < axes.length; axis++) {
                means[axis] = new double[capacity];
                cells[axis] = new int[capacity];
                deviations[axis] = new double[capacity];
                inverses[axis] = new double[capacity];
            }
            weights = new double[capacity];
            constants = new double[capacity];
            factors = new double[capacity];
            exponents = new double[capacity];
        }
    }

    /** A kernel around an observation; its deviations are to follow. */
    void add(Observations observations, int observation, double weight) {
        for (int axis = 0; axis < axes.length; axis++) {
            means[axis][size] = observations.at(axis, observation);
            cells[axis][size] = observations.cell(axis, observation);
        }
        weights[size++] = weight;
    }

    void spread(int axis, int kernel, double deviation) {
        deviations[axis][kernel] = deviation;
    }

    /** Makes it ready to be drawn from and to score. */
    void finish() {
        double sum = priorWeight;
        for (int i = 0; i < size; i++) {
            sum += weights[i];
        }
        total = sum;
        for (int i = 0; i < size; i++) {
            constants[i] = weights[i] / total;
        }
        for (int axis = 0; axis < axes.length; axis++) {
            if (!axes[axis].isCategorical()) {
                normalise(axis);
            }
        }
    }

    private void normalise(int axis) {
        boolean density = axes[axis].kind() == Axis.Kind.CONTINUOUS;
        for (int i = 0; i < size; i++) {
            double deviation = deviations[axis][i];
            double inside = normal.insideUnit(means[axis][i], deviation);
            constants[i] *= (density ? Normal.peak(deviation) : 1) / inside;
            inverses[axis][i] = Math.sqrt(0.5) / deviation;
        }
    }

    int size() {
        return size;
    }

    /** The logarithm of the density, or mass, at a point. */
    double log(Point point) {
        System.arraycopy(constants, 0, factors, 0, size);
        Arrays.fill(exponents, 0, size, 0);
        double prior = priorWeight / total;
        for (int axis = 0; axis < axes.length; axis++) {
            Axis along = axes[axis];
            int cell = point.cell[along.index()];
            switch (along.kind()) {
                case CONTINUOUS -> addExponents(axis, point.at[along.index()]);
                case COUNTABLE -> {
                    multiplyMasses(axis, cell);
                    prior *= along.width(cell);
                }
                case CATEGORICAL -> {
                    multiplyShares(axis, cell);
                    prior /= along.cells();
                }
            }
        }
        double sum = prior;
        for (int i = 0; i < size; i++) {
            if (exponents[i] > NEGLIGIBLE) {
                sum += exponents[i] == 0 ? factors[i] : factors[i] * StrictMath.exp(exponents[i]);
            }
        }
        return StrictMath.log(sum);
    }

    private void addExponents(int axis, double at) {
        double[] mean = means[axis];
        double[] inverse = inverses[axis];
        double[] exponent = exponents;
        for (int i = 0; i < size; i++) {
            double distance = (at - mean[i]) * inverse[i];
            exponent[i] -= distance * distance;
        }
    }

    /** Neighbouring kernels often are of the same value and deviation, and then have the same mass. */
    private void multiplyMasses(int axis, int cell) {
        double low = axes[axis].low(cell);
        double high = axes[axis].high(cell);
        MassCache masses = new MassCache(axes[axis].cells());
        for (int i = 0; i < size; i++) {
            int own = cells[axis][i];
            double deviation = deviations[axis][i];
            if (!masses.has(own, deviation)) {
                masses.put(own, deviation, normal.between(low, high, means[axis][i], deviation));
            }
            factors[i] *= masses.get(own);
        }
    }

    private void multiplyShares(int axis, int cell) {
        double same = share(axis, true);
        double other = share(axis, false);
        int[] own = cells[axis];
        for (int i = 0; i < size; i++) {
            factors[i] *= own[i] == cell ? same : other;
        }
    }

    /** What a kernel gives to its own choice, or to each other one. */
    private double share(int axis, boolean own) {
        double smooth = priorWeight / (size + 1);
        return (smooth + (own ? 1 : 0)) / (axes[axis].cells() * smooth + 1);
    }

    /** Moves a point to a random place. */
    void draw(RandomGenerator random, Point point) {
        double pick = RandomNumbers.uniform(random) * total;
        int kernel = 0;
        while (kernel < size && pick >= weights[kernel]) {
            pick -= weights[kernel++];
        }
        for (int axis = 0; axis < axes.length; axis++) {
            double uniform = RandomNumbers.uniform(random);
            if (kernel == size) {
                point.set(axes[axis], uniform);
            } else if (axes[axis].isCategorical()) {
                drawChoice(axis, kernel, uniform, point);
            } else {
                drawNear(means[axis][kernel], deviations[axis][kernel], axes[axis], uniform, point);
            }
        }
    }

    private void drawNear(double mean, double deviation, Axis axis, double uniform, Point point) {
        double low = normal.below(-mean / deviation);
        double high = normal.below((1 - mean) / deviation);
        point.set(axis, mean + deviation * normal.quantile(low + uniform * (high - low)));
    }

    private void drawChoice(int axis, int kernel, double uniform, Point point) {
        Axis along = axes[axis];
        double left = uniform;
        int choice = 0;
        while (choice < along.cells() - 1) {
            double share = share(axis, choice == cells[axis][kernel]);
            if (left < share) {
                break;
            }
            left -= share;
            choice++;
        }
        point.setCell(along, choice, 0);
    }

    /** Masses in one cell of kernels around values, one for each value. */
    private static final class MassCache {

        private final double[] deviations;
        private final double[] masses;

        MassCache(int values) {
            deviations = new double[values];
            masses = new double[values];
        }

        boolean has(int value, double deviation) {
            return deviations[value] == deviation;
        }

        void put(int value, double deviation, double mass) {
            deviations[value] = deviation;
            masses[value] = mass;
        }

        double get(int value) {
            return masses[value];
        }
    }
}
