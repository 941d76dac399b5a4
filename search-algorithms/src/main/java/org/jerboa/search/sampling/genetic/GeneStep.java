package org.jerboa.search.sampling.genetic;

import java.io.Serializable;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.RandomNumbers;

/** Where a gene goes when it changes. */
sealed interface GeneStep extends Serializable {

    /** The changed gene, from 0 to 1. */
    double from(double gene, RandomGenerator random);

    String describe();

    /** Anywhere. */
    record Reset() implements GeneStep {

        @Override
        public double from(double gene, RandomGenerator random) {
            return RandomNumbers.uniform(random);
        }

        @Override
        public String describe() {
            return "reset";
        }
    }

    /** By so much as a normal distribution has it, and no further than to the bounds. */
    record Normal(double spread) implements GeneStep {

        public Normal {
            if (!(spread > 0)) {
                throw new IllegalArgumentException("spread (" + spread + ") of a mutation must be above 0");
            }
        }

        @Override
        public double from(double gene, RandomGenerator random) {
            return Math.min(1, Math.max(0, gene + spread * RandomNumbers.gaussian(random)));
        }

        @Override
        public String describe() {
            return "normal(" + spread + ")";
        }
    }

    /** By so much as a polynomial has it that ends at the bounds: up or down with equal probability. */
    record Polynomial(double index) implements GeneStep {

        public Polynomial {
            if (!(index >= 0)) {
                throw new IllegalArgumentException(
                        "index (" + index + ") of a polynomial mutation must not be negative");
            }
        }

        @Override
        public double from(double gene, RandomGenerator random) {
            double drawn = RandomNumbers.uniform(random);
            // upwards as downwards in the mirrored cube
            return drawn < 0.5 ? lower(gene, 2 * drawn) : 1 - lower(1 - gene, 2 * (1 - drawn));
        }

        /** @param drawn 0 leads to the bound, 1 leaves the gene as it is */
        private double lower(double gene, double drawn) {
            double atBound = StrictMath.pow(1 - gene, index + 1);
            double step = 1 - StrictMath.pow(drawn + (1 - drawn) * atBound, 1 / (index + 1));
            return Math.min(1, Math.max(0, gene - step));
        }

        @Override
        public String describe() {
            return "polynomial(" + index + ")";
        }
    }
}
