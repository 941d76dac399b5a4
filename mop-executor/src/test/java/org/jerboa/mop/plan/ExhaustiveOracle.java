package org.jerboa.mop.plan;

import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The shortest makespan of a tiny shop, by going through time: at each moment at which something ends, each free machine
 * starts any of the units it could, or none, in every combination. Waiting is thus one of the choices. Some optimal
 * schedule starts units at such moments only, as any other unit could be moved to an earlier one. Nothing is shared with
 * the planner's search, and nothing is pruned; states that were met before are looked up.
 */
final class ExhaustiveOracle {

    private static final long NEVER = Long.MAX_VALUE;

    private final Shop shop;
    private final int[][] routes;
    private final Map<LongBuffer, Long> known = new HashMap<>();

    private ExhaustiveOracle(Shop shop) {
        this.shop = shop;
        routes = new int[shop.trials()][];
        for (int trial = 0; trial < routes.length; trial++) {
            routes[trial] = shop.route(trial).orElse(null);
        }
    }

    static long makespan(Shop shop) {
        State start = new State(
                new long[shop.trials()], new long[shop.trials()], new long[shop.machines()], new long[shop.machines()]);
        for (int trial = 0; trial < shop.trials(); trial++) {
            BitSet left = shop.left(trial);
            start.left[trial] = left.isEmpty() ? 0 : left.toLongArray()[0];
            start.trialBusy[trial] = shop.trialFrom(trial);
        }
        Arrays.setAll(start.machineBusy, shop::machineFrom);
        return new ExhaustiveOracle(shop).rest(start);
    }

    /** @param unit time until the machine's unit ends, without what it did before the plan */
    private record State(long[] left, long[] trialBusy, long[] machineBusy, long[] unit) {

        LongBuffer key() {
            long[] all = new long[left.length * 2 + unit.length * 2];
            System.arraycopy(left, 0, all, 0, left.length);
            System.arraycopy(trialBusy, 0, all, left.length, left.length);
            System.arraycopy(machineBusy, 0, all, left.length * 2, unit.length);
            System.arraycopy(unit, 0, all, left.length * 2 + unit.length, unit.length);
            return LongBuffer.wrap(all);
        }

        State after(long time) {
            return new State(left.clone(), minus(trialBusy, time), minus(machineBusy, time), minus(unit, time));
        }

        private static long[] minus(long[] busy, long time) {
            return Arrays.stream(busy).map(one -> Math.max(0, one - time)).toArray();
        }
    }

    /** Time from this state to the end. */
    private long rest(State state) {
        LongBuffer key = state.key();
        Long found = known.get(key);
        if (found == null) {
            found = decide(state, 0);
            known.put(key, found);
        }
        return found;
    }

    private long decide(State state, int machine) {
        if (machine == shop.machines()) {
            return advance(state);
        }
        long best = decide(state, machine + 1);
        if (state.machineBusy[machine] > 0) {
            return best;
        }
        for (int trial = 0; trial < shop.trials(); trial++) {
            if (state.trialBusy[trial] > 0) {
                continue;
            }
            for (int shard = 0; shard < shop.shards(); shard++) {
                if (may(state, trial, shard) && shop.reaches(machine, shard)) {
                    long duration = shop.duration(trial, machine, shard);
                    State next = state.after(0);
                    next.left[trial] &= ~(1L << shard);
                    next.trialBusy[trial] = duration;
                    next.machineBusy[machine] = duration;
                    next.unit[machine] = duration;
                    best = Math.min(best, decide(next, machine + 1));
                }
            }
        }
        return best;
    }

    private boolean may(State state, int trial, int shard) {
        int[] route = routes[trial];
        long left = state.left[trial];
        return (left >>> shard & 1) == 1 && (route == null || route[route.length - Long.bitCount(left)] == shard);
    }

    private long advance(State state) {
        if (Arrays.stream(state.left).allMatch(left -> left == 0)) {
            return Arrays.stream(state.unit).max().orElse(0);
        }
        long next = NEVER;
        for (long busy : state.trialBusy) {
            next = busy > 0 ? Math.min(next, busy) : next;
        }
        for (long busy : state.machineBusy) {
            next = busy > 0 ? Math.min(next, busy) : next;
        }
        if (next == NEVER) {
            return NEVER;
        }
        long rest = rest(state.after(next));
        return rest == NEVER ? NEVER : next + rest;
    }
}
