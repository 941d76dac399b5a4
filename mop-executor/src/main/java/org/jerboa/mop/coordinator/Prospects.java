package org.jerboa.mop.coordinator;

/**
 * Whether a trial that ends an epoch is likely to get another one, judged by those that ended one lately. The search alone
 * knows, and says so only when it is asked; plans have to be made before.
 */
final class Prospects {

    /** What one trial less counts than the next, so that some ten are remembered. */
    private static final double FADING = 0.9;

    private double balance;

    void wentOn() {
        balance = FADING * balance + 1;
    }

    void ended() {
        balance = FADING * balance - 1;
    }

    /** As long as nothing is known, it is. */
    boolean areGood() {
        return balance >= 0;
    }
}
