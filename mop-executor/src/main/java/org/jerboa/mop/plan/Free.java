package org.jerboa.mop.plan;

import java.util.Arrays;

/** When the trials and machines of a plan under construction are free, to which units are added one after the other. */
final class Free {

    private final Shop shop;
    private final long[] trials;
    private final long[] machines;

    Free(Shop shop) {
        this.shop = shop;
        trials = new long[shop.trials()];
        machines = new long[shop.machines()];
        begin();
    }

    /** As the shop has them before any unit. */
    void begin() {
        Arrays.setAll(trials, shop::trialFrom);
        Arrays.setAll(machines, shop::machineFrom);
    }

    /** When the unit would end if it was the next of its trial and its machine. */
    long end(int trial, int shard, int machine) {
        return Math.max(trials[trial], machines[machine]) + shop.duration(trial, machine, shard);
    }

    /** Adds a unit as the next of its trial and its machine, as early as that can be. */
    void append(int trial, int shard, int machine, Draft draft) {
        long start = Math.max(trials[trial], machines[machine]);
        long end = start + shop.duration(trial, machine, shard);
        trials[trial] = end;
        machines[machine] = end;
        draft.add(trial, shard, machine, start, end);
    }
}
