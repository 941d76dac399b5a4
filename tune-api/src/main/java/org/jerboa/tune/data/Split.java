package org.jerboa.tune.data;

/** The part of a dataset that a shard belongs to. */
public enum Split {
    TRAINING,
    VALIDATION,
    TEST;

    /** The name used in messages and file names: lower case. */
    public String label() {
        return switch (this) {
            case TRAINING -> "training";
            case VALIDATION -> "validation";
            case TEST -> "test";
        };
    }
}
