package org.jerboa.testkit.functions;

import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;

/** Draws the parts of a made-up function, the same on every JDK. */
final class Draw {

    private final RandomGenerator random;

    Draw(long draw, String kind) {
        this.random = RandomStreams.stream(draw, "function", kind);
    }

    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Both bounds inclusive. */
    int among(int low, int high) {
        return low + (int) ((high - low + 1) * unit());
    }

    boolean tossed() {
        return unit() < 0.5;
    }

    int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int at = among(0, i);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }

    /** In [0, 1); how the JDK makes such a number is not specified for all versions. */
    double unit() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }
}
