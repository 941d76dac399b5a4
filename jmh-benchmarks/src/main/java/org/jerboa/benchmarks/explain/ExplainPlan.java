package org.jerboa.benchmarks.explain;

/**
 * How much is measured.
 *
 * @param side of the colour images in pixels
 * @param width channels of the first convolutions on them
 * @param stride of patches, which are 8 pixels wide there, and half of each on digits
 * @param repetitions of each heat map, after one that does not count
 */
record ExplainPlan(int side, int width, int stride, int repetitions) {

    static ExplainPlan full() {
        return new ExplainPlan(96, 32, 8, 5);
    }

    static ExplainPlan quick() {
        return new ExplainPlan(32, 4, 16, 1);
    }
}
