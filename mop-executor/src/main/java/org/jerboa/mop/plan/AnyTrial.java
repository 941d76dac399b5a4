package org.jerboa.mop.plan;

import java.util.SplittableRandom;

/** Each trial that has something for the machine with the same probability: the randomised rule of Cerebro (section 5). */
final class AnyTrial implements IdleTrials {

    private static final int NONE = -1;

    /** Draws before every idle trial is looked at. Drawing again until one fits is fair, and quick while most fit. */
    private static final int DRAWS = 8;

    private final int[] idle;
    private final int[] place;
    private final SplittableRandom random;
    private int size;

    AnyTrial(int trials, SplittableRandom random) {
        idle = new int[trials];
        place = new int[trials];
        this.random = random;
    }

    @Override
    public void clear() {
        size = 0;
    }

    @Override
    public void add(int trial, long remaining) {
        place[trial] = size;
        idle[size++] = trial;
    }

    @Override
    public void remove(int trial) {
        int last = idle[--size];
        idle[place[trial]] = last;
        place[last] = place[trial];
    }

    @Override
    public int take(int machine, Offers offers) {
        if (size == 0) {
            return NONE;
        }
        int taken = NONE;
        for (int draw = 0; draw < DRAWS && taken == NONE; draw++) {
            int trial = idle[random.nextInt(size)];
            if (offers.shardFor(machine, trial) >= 0) {
                taken = trial;
            }
        }
        if (taken == NONE) {
            taken = amongAll(machine, offers);
        }
        if (taken != NONE) {
            remove(taken);
        }
        return taken;
    }

    private int amongAll(int machine, Offers offers) {
        int taken = NONE;
        int fitting = 0;
        for (int i = 0; i < size; i++) {
            if (offers.shardFor(machine, idle[i]) >= 0 && random.nextInt(++fitting) == 0) {
                taken = idle[i];
            }
        }
        return taken;
    }
}
