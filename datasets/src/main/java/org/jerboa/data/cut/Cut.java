package org.jerboa.data.cut;

import org.jerboa.data.spi.Survey;
import org.jerboa.tune.data.Split;

/** How the examples that may go to any split are divided among the splits. */
public sealed interface Cut {

    /** How much the validation and test splits take of {@code examples}; training takes the rest. */
    int validation(int examples);

    int test(int examples);

    /** Whether the split is to have examples. */
    boolean wants(Split split);

    /**
     * The sizes of the splits of the surveyed examples, without those that their source sets aside for the test.
     *
     * @throws IllegalArgumentException where a split that is to have examples gets none
     */
    default SplitSizes of(Survey survey, String source) {
        int examples = survey.examples();
        if (examples == 0) {
            throw new IllegalArgumentException(
                    "'" + source + "' has no examples to train on; check the source and what was dropped from it");
        }
        if (survey.testExamples() > 0 && wants(Split.TEST)) {
            throw new IllegalArgumentException("'" + source + "' comes with " + survey.testExamples()
                    + " test examples, and the split asks for a test part too; set the split's test part to 0");
        }
        int validation = validation(examples);
        int test = test(examples);
        SplitSizes sizes = new SplitSizes(examples - validation - test, validation, test);
        for (Split split : Split.values()) {
            if (wants(split) && sizes.of(split) < 1) {
                throw new IllegalArgumentException("the " + split.label() + " split gets no example of the " + examples
                        + " of '" + source + "' (" + this + "); change the split or add examples");
            }
        }
        return sizes;
    }

    /** Shares of the whole, each rounded to whole examples. */
    record Fractions(double training, double validation, double test) implements Cut {

        private static final double TOLERANCE = 1e-9;

        public Fractions {
            if (!(training > 0) || !(validation >= 0) || !(test >= 0)) {
                throw new IllegalArgumentException("split fractions (" + training + ", " + validation + ", " + test
                        + ") must not be negative, and training must be above 0; correct them");
            }
            double sum = training + validation + test;
            if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                throw new IllegalArgumentException("split fractions (" + training + ", " + validation + ", " + test
                        + ") sum to " + sum + "; make them sum to 1");
            }
        }

        @Override
        public int validation(int examples) {
            return (int) Math.round(examples * validation);
        }

        /** At most what validation leaves, as both may be rounded up. */
        @Override
        public int test(int examples) {
            int most = examples - validation(examples);
            return Math.min(most, (int) Math.round(examples * test));
        }

        @Override
        public boolean wants(Split split) {
            return switch (split) {
                case TRAINING -> true;
                case VALIDATION -> validation > 0;
                case TEST -> test > 0;
            };
        }
    }

    /** Whole numbers of examples held out; the rest is for training. */
    record HoldOut(int validationExamples, int testExamples) implements Cut {

        public HoldOut {
            if (validationExamples < 0 || testExamples < 0) {
                throw new IllegalArgumentException("held-out examples (" + validationExamples + ", " + testExamples
                        + ") must not be negative; use 0 for none");
            }
        }

        @Override
        public int validation(int examples) {
            return validationExamples;
        }

        @Override
        public int test(int examples) {
            return testExamples;
        }

        @Override
        public boolean wants(Split split) {
            return switch (split) {
                case TRAINING -> true;
                case VALIDATION -> validationExamples > 0;
                case TEST -> testExamples > 0;
            };
        }
    }
}
