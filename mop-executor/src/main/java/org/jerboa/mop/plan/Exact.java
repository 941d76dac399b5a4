package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Branch and bound over active schedules, for shops of a few units. Some optimal schedule is active (no unit could start
 * earlier without delaying another), and may leave a machine idle beside a trial that it could run, so list scheduling
 * does not find all of them.
 *
 * <p>Branching follows Giffler and Thompson (Operations Research 8(4), 1960), carried over to open shops with a choice of
 * machines: of all units that could come next, take one that would end first, at time c on machine m with trial t. Unless
 * some unit of m or t starts before c, it could be moved there at no cost; so one of those that can start before c comes
 * next. Bounds of a node: each trial's end on the fastest machines, and each group's work shared by its machines.
 */
final class Exact {

    /** Most units for which a search is of use. */
    static final int UNITS = 24;

    /** What a search takes at most, as a number of simulated units. */
    static final int EFFORT = 40_000;

    private static final int NONE = -1;

    private final Shop shop;
    private final Reach reach;
    private final long[] left;
    private final long[] remaining;
    private final int[] position;
    private final long[] trialFree;
    private final long[] machineFree;
    private final long[] groupWork;
    private final int[] alike;
    private final int[] twin;
    private final StateSet met = new StateSet();
    private final Draft path;
    private final Draft best;
    private final double enough;
    private long nodes;

    /**
     * Prepares a search.
     *
     * @param best shortest plan so far, to be improved in place
     * @param enough makespan at which the search ends
     */
    Exact(Shop shop, Draft best, double enough) {
        if (shop.shards() > Long.SIZE) {
            throw new IllegalArgumentException("at most 64 shards can be searched, not " + shop.shards());
        }
        this.shop = shop;
        this.best = best;
        this.enough = enough;
        reach = shop.reach();
        path = new Draft(shop);
        left = new long[shop.trials()];
        remaining = new long[shop.trials()];
        position = new int[shop.trials()];
        trialFree = new long[shop.trials()];
        Arrays.setAll(trialFree, shop::trialFrom);
        machineFree = new long[shop.machines()];
        Arrays.setAll(machineFree, shop::machineFrom);
        groupWork = new long[reach.groups()];
        for (int trial = 0; trial < left.length; trial++) {
            BitSet shards = shop.leftOf(trial);
            for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
                left[trial] |= 1L << shard;
                remaining[trial] += shop.shortest(trial, shard);
                groupWork[reach.group(shard)] += shop.shortest(trial, shard);
            }
        }
        alike = alike();
        twin = twin();
    }

    /** For each trial the one before it with the same times and no route, between which order cannot matter; or none. */
    private int[] alike() {
        int[] before = new int[shop.trials()];
        Arrays.fill(before, NONE);
        for (int trial = 0; trial < before.length; trial++) {
            for (int other = trial - 1; other >= 0 && before[trial] == NONE; other--) {
                boolean same = !shop.hasRoute(trial) && !shop.hasRoute(other) && shop.tail(trial) == shop.tail(other);
                for (int machine = 0; machine < shop.machines() && same; machine++) {
                    same = shop.nanos(trial, machine) == shop.nanos(other, machine);
                }
                if (same) {
                    before[trial] = other;
                }
            }
        }
        return before;
    }

    /** For each machine the one before it with the same times and reach, or none. */
    private int[] twin() {
        int[] before = new int[shop.machines()];
        Arrays.fill(before, NONE);
        for (int machine = 0; machine < before.length; machine++) {
            for (int other = machine - 1; other >= 0 && before[machine] == NONE; other--) {
                boolean same = reach.shards(machine).equals(reach.shards(other));
                for (int trial = 0; trial < shop.trials() && same; trial++) {
                    same = shop.nanos(trial, machine) == shop.nanos(trial, other);
                }
                if (same) {
                    before[machine] = other;
                }
            }
        }
        return before;
    }

    /**
     * Searches.
     *
     * @param budget most nodes to visit
     * @return whether the search was complete, so that the best plan is optimal
     */
    boolean run(long budget) {
        nodes = budget;
        branch();
        return nodes > 0;
    }

    private void branch() {
        if (path.size == shop.units()) {
            if (path.makespan < best.makespan) {
                best.copyFrom(path);
            }
            return;
        }
        if (--nodes <= 0 || best.makespan <= enough || bound() >= best.makespan || !met.add(hash())) {
            return;
        }
        long firstEnd = Long.MAX_VALUE;
        int firstTrial = NONE;
        int firstMachine = NONE;
        for (int trial = 0; trial < left.length; trial++) {
            for (long shards = open(trial); shards != 0; shards &= shards - 1) {
                int shard = Long.numberOfTrailingZeros(shards);
                for (int machine : reach.machines(reach.group(shard))) {
                    long end = start(trial, machine) + shop.duration(trial, machine, shard);
                    if (end < firstEnd) {
                        firstEnd = end;
                        firstTrial = trial;
                        firstMachine = machine;
                    }
                }
            }
        }
        for (int trial = 0; trial < left.length; trial++) {
            if (left[trial] == 0 || symmetric(trial)) {
                continue;
            }
            for (long shards = open(trial); shards != 0; shards &= shards - 1) {
                int shard = Long.numberOfTrailingZeros(shards);
                for (int machine : reach.machines(reach.group(shard))) {
                    if ((trial == firstTrial || machine == firstMachine)
                            && start(trial, machine) < firstEnd
                            && !hasTwin(machine)) {
                        descend(trial, shard, machine);
                    }
                }
            }
        }
    }

    /** Whether a trial just like this one, in the same state, stands before it. */
    private boolean symmetric(int trial) {
        for (int other = alike[trial]; other != NONE; other = alike[other]) {
            if (left[other] == left[trial] && trialFree[other] == trialFree[trial]) {
                return true;
            }
        }
        return false;
    }

    /** Whether a machine just like this one is free at the same time and stands before it. */
    private boolean hasTwin(int machine) {
        for (int other = twin[machine]; other != NONE; other = twin[other]) {
            if (machineFree[other] == machineFree[machine]) {
                return true;
            }
        }
        return false;
    }

    /** Of all that matters from here on. Orders of decisions that come to the same are searched once. */
    private long hash() {
        long hash = StateSet.mix(1, path.makespan);
        for (int trial = 0; trial < left.length; trial++) {
            hash = StateSet.mix(hash, left[trial]);
            hash = StateSet.mix(hash, left[trial] == 0 ? 0 : trialFree[trial]);
        }
        for (long free : machineFree) {
            hash = StateSet.mix(hash, free);
        }
        return hash;
    }

    private long start(int trial, int machine) {
        return Math.max(trialFree[trial], machineFree[machine]);
    }

    /** Shards that the trial can visit next. */
    private long open(int trial) {
        return shop.hasRoute(trial) && left[trial] != 0 ? 1L << shop.routeOf(trial)[position[trial]] : left[trial];
    }

    private void descend(int trial, int shard, int machine) {
        long trialBefore = trialFree[trial];
        long machineBefore = machineFree[machine];
        long makespanBefore = path.makespan;
        long shortest = shop.shortest(trial, shard);
        long start = start(trial, machine);
        long end = start + shop.duration(trial, machine, shard);
        path.add(trial, shard, machine, start, end);
        left[trial] ^= 1L << shard;
        position[trial]++;
        remaining[trial] -= shortest;
        groupWork[reach.group(shard)] -= shortest;
        trialFree[trial] = end;
        machineFree[machine] = end;

        branch();

        trialFree[trial] = trialBefore;
        machineFree[machine] = machineBefore;
        groupWork[reach.group(shard)] += shortest;
        remaining[trial] += shortest;
        position[trial]--;
        left[trial] ^= 1L << shard;
        path.size--;
        path.makespan = makespanBefore;
    }

    private long bound() {
        long bound = path.makespan;
        for (int trial = 0; trial < left.length; trial++) {
            if (remaining[trial] > 0) {
                bound = Math.max(bound, trialFree[trial] + remaining[trial] + shop.tail(trial));
            }
        }
        for (int group = 0; group < groupWork.length; group++) {
            if (groupWork[group] > 0) {
                int[] machines = reach.machines(group);
                if (machines.length == 1) {
                    bound = Math.max(bound, machineFree[machines[0]] + groupWork[group]);
                } else {
                    bound = Math.max(bound, shared(machines, groupWork[group]));
                }
            }
        }
        return bound;
    }

    /** Machines that are busy until long after the work is done count as if they could help; the bound is lower, not wrong. */
    private long shared(int[] machines, long work) {
        long latest = 0;
        long sum = work;
        for (int machine : machines) {
            latest = Math.max(latest, machineFree[machine]);
            sum += machineFree[machine];
        }
        long mean = (sum + machines.length - 1) / machines.length;
        return mean >= latest ? mean : 0;
    }
}
