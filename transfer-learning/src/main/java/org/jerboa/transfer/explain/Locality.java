package org.jerboa.transfer.explain;

/** How far a change of a layer's input spreads in its output. */
sealed interface Locality {

    /** A pixel depends on the pixel at its place in each input. */
    record Pointwise() implements Locality {}

    /**
     * A pixel depends on those under a kernel.
     *
     * @param step the layer's forward pass without padding of its own
     * @param padding what stands outside the map
     * @param meanInside whether it divides by the pixels within the map, where {@code step} divides by all
     */
    record Sliding(Slide rows, Slide columns, Step step, double padding, boolean meanInside) implements Locality {}

    /** A pixel depends on the one so far up and left of its place. */
    record Moved(int down, int right) implements Locality {}

    /** A pixel may depend on everything. */
    record Global(String reason) implements Locality {}
}
