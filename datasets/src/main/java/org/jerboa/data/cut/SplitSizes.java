package org.jerboa.data.cut;

import org.jerboa.tune.data.Split;

/** How many examples each split gets. */
public record SplitSizes(int training, int validation, int test) {

    int of(Split split) {
        return switch (split) {
            case TRAINING -> training;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    int total() {
        return training + validation + test;
    }
}
