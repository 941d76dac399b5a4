package org.jerboa.tune.data;

/** What a tensor is to a model. */
public enum Role {
    FEATURES,
    LABELS,
    /** Non-zero where the features count, zero where they are padding. */
    FEATURES_MASK,
    /** Non-zero where the labels count, zero where they are padding. */
    LABELS_MASK;

    /** Whether tensors of this role tell which elements of another tensor count. */
    public boolean isMask() {
        return this == FEATURES_MASK || this == LABELS_MASK;
    }
}
