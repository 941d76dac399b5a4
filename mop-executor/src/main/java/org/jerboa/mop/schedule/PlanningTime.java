package org.jerboa.mop.schedule;

/**
 * How much planning a study can afford: plans take a small share of the time that passes, so that re-planning never holds
 * up workers noticeably, however many trials there are and however short their units. The first plan is free. Times are
 * estimates by the size of a plan, so that the same study on a virtual clock always plans alike.
 */
final class PlanningTime {

    /** Of the time that passes. */
    private static final double SHARE = 0.02;

    /** What simulating a unit takes. */
    private static final double UNIT_NANOS = 250;

    /** What a study can save up, and has to begin with. */
    private static final double SAVINGS = 1e9;

    private double credit = SAVINGS;
    private long last;
    private boolean planned;

    /**
     * Pays for a plan, if it can be paid.
     *
     * @param effort units that are simulated
     */
    boolean affords(long now, long effort) {
        double price = effort * UNIT_NANOS;
        last = planned ? last : now;
        credit = Math.min(Math.max(SAVINGS, price), credit + SHARE * Math.max(0, now - last));
        last = now;
        if (planned && credit < price) {
            return false;
        }
        planned = true;
        credit = Math.max(0, credit - price);
        return true;
    }
}
