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
    private double lastPrice;
    private long last;
    private boolean planned;

    /** Whether a plan like the last one can be paid; if not, there is no use in finding out what the next one would be. */
    boolean mayAfford(long now) {
        earn(now);
        return !planned || credit >= lastPrice;
    }

    /**
     * Pays for a plan, if it can be paid.
     *
     * @param effort units that are simulated
     */
    boolean affords(long now, long effort) {
        lastPrice = effort * UNIT_NANOS;
        earn(now);
        if (planned && credit < lastPrice) {
            return false;
        }
        planned = true;
        credit = Math.max(0, credit - lastPrice);
        return true;
    }

    private void earn(long now) {
        if (planned) {
            credit = Math.min(Math.max(SAVINGS, lastPrice), credit + SHARE * Math.max(0, now - last));
        }
        last = now;
    }
}
