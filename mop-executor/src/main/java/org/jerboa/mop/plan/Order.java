package org.jerboa.mop.plan;

import java.util.Arrays;

/** Units in the order in which a plan has them. Not thread-safe. */
public final class Order {

    private int[] trials;
    private int[] shards;
    private int[] machines;
    private int size;

    /** @param units how many are expected */
    public Order(int units) {
        trials = new int[units];
        shards = new int[units];
        machines = new int[units];
    }

    /** Adds a unit after all others. */
    public void add(int trial, int shard, int machine) {
        if (size == trials.length) {
            int more = Math.max(16, 2 * size);
            trials = Arrays.copyOf(trials, more);
            shards = Arrays.copyOf(shards, more);
            machines = Arrays.copyOf(machines, more);
        }
        trials[size] = trial;
        shards[size] = shard;
        machines[size] = machine;
        size++;
    }

    public int size() {
        return size;
    }

    int trial(int i) {
        return trials[i];
    }

    int shard(int i) {
        return shards[i];
    }

    int machine(int i) {
        return machines[i];
    }
}
