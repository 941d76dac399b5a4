package org.jerboa.mop.simulator;

/**
 * What it takes to move bytes to or from a worker. Each worker has a link of its own; what is at the other end keeps up
 * with all of them.
 *
 * @param latencySeconds until the first byte is there
 * @param bytesPerSecond of one worker's link, in each direction
 */
public record Network(double latencySeconds, double bytesPerSecond) {

    public Network {
        if (!(latencySeconds >= 0) || Double.isInfinite(latencySeconds)) {
            throw new IllegalArgumentException("latency (" + latencySeconds + " s) must be a number from 0 on");
        }
        if (!(bytesPerSecond > 0)) {
            throw new IllegalArgumentException("bandwidth (" + bytesPerSecond + " bytes/s) must be above 0");
        }
    }

    /** Moves everything at once, at no cost. */
    public static Network ideal() {
        return new Network(0, Double.POSITIVE_INFINITY);
    }

    /** So many gigabits a second (10^9 bits), with a latency of a tenth of a millisecond. */
    public static Network gigabits(double perSecond) {
        return new Network(1e-4, perSecond * 1e9 / 8);
    }

    double seconds(double bytes) {
        return latencySeconds + bytes / bytesPerSecond;
    }
}
