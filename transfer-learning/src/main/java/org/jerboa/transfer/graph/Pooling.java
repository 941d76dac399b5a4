package org.jerboa.transfer.graph;

/** How the output of a layer becomes a vector of features, where it is none already. */
public enum Pooling {
    /** The mean of every channel over all places (of every feature over all steps). */
    AVERAGE,
    /** The greatest number of every channel over all places (of every feature over all steps). */
    MAX,
    /** All numbers in a row; for images only. */
    FLATTEN
}
