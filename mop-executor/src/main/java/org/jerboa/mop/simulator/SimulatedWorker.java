package org.jerboa.mop.simulator;

/**
 * A worker of a simulation.
 *
 * @param speed units take their time divided by this
 * @param slots units it runs at a time, each at that speed
 */
public record SimulatedWorker(double speed, int slots) {

    public SimulatedWorker {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed (" + speed + ") of a worker must be above 0");
        }
        if (slots < 1) {
            throw new IllegalArgumentException("slots (" + slots + ") of a worker must be at least 1");
        }
    }
}
