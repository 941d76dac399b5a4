package org.jerboa.benchmarks.schedule;

import java.util.HashMap;
import java.util.Map;

/**
 * The shortest makespan of an epoch of up to four trials and three workers with costs up to seven, by trying everything:
 * whenever a unit ends, every free worker starts any unit that it could, or none. States that were met are looked up.
 */
final class EverySchedule {

    private static final int NEVER = Integer.MAX_VALUE / 2;
    private static final int BITS = 3;

    private final int[] costs;
    private final int workers;
    private final Map<Long, Integer> known = new HashMap<>();

    private EverySchedule(int[] costs, int workers) {
        this.costs = costs;
        this.workers = workers;
    }

    static int makespan(int[] costs, int workers) {
        int units = costs.length * workers;
        return new EverySchedule(costs, workers).rest((1 << units) - 1, new int[costs.length], new int[workers]);
    }

    /**
     * Time from this state to the end.
     *
     * @param left a bit for each unit that has not started
     * @param trials time until each trial is idle
     * @param busy time until each worker is free
     */
    private int rest(int left, int[] trials, int[] busy) {
        long key = left;
        for (int time : trials) {
            key = (key << BITS) | time;
        }
        for (int time : busy) {
            key = (key << BITS) | time;
        }
        Integer found = known.get(key);
        if (found == null) {
            found = decide(left, trials, busy, 0);
            known.put(key, found);
        }
        return found;
    }

    private int decide(int left, int[] trials, int[] busy, int worker) {
        if (worker == workers) {
            return advance(left, trials, busy);
        }
        int best = decide(left, trials, busy, worker + 1);
        if (busy[worker] > 0) {
            return best;
        }
        for (int trial = 0; trial < trials.length; trial++) {
            int unit = 1 << (trial * workers + worker);
            if (trials[trial] == 0 && (left & unit) != 0) {
                trials[trial] = costs[trial];
                busy[worker] = costs[trial];
                best = Math.min(best, decide(left & ~unit, trials, busy, worker + 1));
                trials[trial] = 0;
                busy[worker] = 0;
            }
        }
        return best;
    }

    private int advance(int left, int[] trials, int[] busy) {
        int next = NEVER;
        int last = 0;
        for (int time : busy) {
            next = time > 0 ? Math.min(next, time) : next;
            last = Math.max(last, time);
        }
        if (left == 0) {
            return last;
        }
        if (next == NEVER) {
            return NEVER;
        }
        return Math.min(NEVER, next + rest(left, after(trials, next), after(busy, next)));
    }

    private static int[] after(int[] times, int passed) {
        int[] after = new int[times.length];
        for (int i = 0; i < times.length; i++) {
            after[i] = Math.max(0, times[i] - passed);
        }
        return after;
    }
}
