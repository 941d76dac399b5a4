package org.jerboa.mop.plan;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * Which machine runs which units when. Times are nanoseconds from the moment for which the shop was described; a caller
 * that keeps to the order rather than to the times follows the plan as far as units take as long as expected.
 *
 * <p>Immutable and safe for use by several threads. Takes 32 bytes a unit.
 */
public final class Plan {

    private final String rule;
    private final double lowerBound;
    private final Draft units;
    private final int[] first;
    private final int[] order;

    /** @param units not changed any more; those of a machine, and of a trial, are in the order of their times */
    Plan(String rule, double lowerBound, Draft units, int machines) {
        this.rule = rule;
        this.lowerBound = lowerBound;
        this.units = units;
        first = new int[machines + 1];
        for (int unit = 0; unit < units.size; unit++) {
            first[units.machine[unit] + 1]++;
        }
        for (int machine = 0; machine < machines; machine++) {
            first[machine + 1] += first[machine];
        }
        int[] next = first.clone();
        order = new int[units.size];
        for (int unit = 0; unit < units.size; unit++) {
            order[next[units.machine[unit]]++] = unit;
        }
    }

    /** A unit's place in a plan; {@code end} is exclusive. */
    public record Step(int trial, int shard, long start, long end) {}

    /** What made this plan, for logs and comparisons. */
    public String rule() {
        return rule;
    }

    /** When the last unit ends, and what comes after it; 0 if nothing was left. */
    public long makespan() {
        return units.makespan;
    }

    /** {@link Shop#lowerBound()} of the shop. */
    public double lowerBound() {
        return lowerBound;
    }

    /** Makespan by lower bound: 1 proves that no plan is shorter. */
    public double ratio() {
        return lowerBound == 0 ? 1 : makespan() / lowerBound;
    }

    public int machines() {
        return first.length - 1;
    }

    /** Number of all steps. */
    public int units() {
        return units.size;
    }

    /** The trial of a unit. Units are numbered from 0 so that those of one machine, and of one trial, are in order of time. */
    public int trial(int unit) {
        return units.trial[unit];
    }

    public int shard(int unit) {
        return units.shard[unit];
    }

    public int machine(int unit) {
        return units.machine[unit];
    }

    public long start(int unit) {
        return units.start[unit];
    }

    /** Exclusive. */
    public long end(int unit) {
        return units.end[unit];
    }

    /** What the machine does, first to last. A view: steps are made as they are asked for. */
    public List<Step> steps(int machine) {
        return new Steps(first[machine], first[machine + 1]);
    }

    /**
     * Whether the plan can be carried out in the shop and is complete: every unit that is left once, nothing in two places
     * at a time, nothing too early, nothing out of reach or off its route.
     *
     * @throws IllegalStateException naming the first thing that is wrong
     */
    public void check(Shop shop) {
        new PlanCheck(shop).check(this);
    }

    /** The shop's first unit that the machine should run, if there is any. */
    public Optional<Step> first(int machine) {
        List<Step> steps = steps(machine);
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(0));
    }

    @Override
    public String toString() {
        return String.format("%s: %d units in %d ns, at least %.0f ns", rule, units(), makespan(), lowerBound);
    }

    private final class Steps extends AbstractList<Step> implements RandomAccess {

        private final int from;
        private final int to;

        Steps(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Step get(int index) {
            if (index < 0 || index >= size()) {
                throw new IndexOutOfBoundsException("step " + index + " of " + size());
            }
            int unit = order[from + index];
            return new Step(units.trial[unit], units.shard[unit], units.start[unit], units.end[unit]);
        }

        @Override
        public int size() {
            return to - from;
        }
    }
}
