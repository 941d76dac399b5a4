package org.jerboa.mop.plan;

import java.util.Arrays;

/**
 * Runs an epoch on paper by a rule of dispatch: whenever a machine is free, the rule picks one of the trials that have
 * something for it. Where a machine reaches several shards of the trial, it runs the one whose machines have the most work
 * before them. A machine that found nothing waits for trials to become idle, and the longest queue is served first.
 *
 * <p>Where machines differ in speed, a machine may decline a unit that a faster one could run, if the trial could then no
 * longer end by a target. Otherwise a slow machine would pick up the last units, and everything would wait for it.
 */
final class Simulation implements IdleTrials.Offers {

    private static final int NONE = -1;
    private static final int MACHINE_BITS = 20;

    private final Shop shop;
    private final Backlog backlog;
    private final Visitors visitors;
    private final StalledMachines stalled;

    /** By machine, the groups of shards that it reaches. */
    private final int[][] groupsOf;

    private final Events events;

    /** By machine, the trial that it runs. */
    private final int[] running;

    private final boolean[] idle;

    /** Trials that have just become idle; machines that have just become free, with their queues. */
    private final int[] fresh;

    private final long[] free;
    private final double queueScale;
    private long now;
    private long target;

    Simulation(Shop shop) {
        this.shop = shop;
        int trials = shop.trials();
        int machines = shop.machines();
        groupsOf = new int[machines][];
        Arrays.setAll(groupsOf, machine -> shop.reach().groupsOf(machine));
        backlog = new Backlog(shop);
        visitors = new Visitors(shop, backlog, groupsOf);
        stalled = new StalledMachines(shop, backlog, groupsOf, this);
        events = new Events(machines + trials);
        running = new int[machines];
        idle = new boolean[trials];
        fresh = new int[trials];
        free = new long[machines];
        queueScale = Math.scalb(1.0, 62 - MACHINE_BITS) / Math.max(1, backlog.heaviestAtFirst());
    }

    /** Most that any trial has left, with what comes after it. */
    long longest() {
        return backlog.longest();
    }

    /**
     * One simulation.
     *
     * @param by the rule; holds no trials afterwards
     * @param aim when trials should have ended; {@code Long.MAX_VALUE} lets no machine decline
     * @param limit given up once it is clear that the makespan would not be below this
     * @param draft written over
     * @return whether the draft is complete
     */
    boolean run(IdleTrials by, long aim, long limit, Draft draft) {
        begin(by, aim, draft);
        while (!events.isEmpty()) {
            now = events.time();
            int freed = 0;
            int arrived = 0;
            while (!events.isEmpty() && events.time() == now) {
                int number = events.take();
                int trial = number - running.length;
                if (trial < 0) {
                    trial = running[number];
                    running[number] = NONE;
                    free[freed++] = number;
                }
                if (trial != NONE && backlog.remaining(trial) > 0) {
                    by.add(trial, backlog.remaining(trial) + shop.tail(trial));
                    idle[trial] = true;
                    fresh[arrived++] = trial;
                }
            }
            if (!serveFreed(freed, by, limit, draft) || !serveStalled(arrived, by, limit, draft)) {
                return false;
            }
        }
        if (draft.size < shop.units()) {
            throw new IllegalStateException(
                    "the simulation ended after " + draft.size + " of " + shop.units() + " units; this is a defect");
        }
        return true;
    }

    private void begin(IdleTrials by, long aim, Draft draft) {
        target = aim;
        backlog.reset();
        visitors.reset();
        stalled.reset();
        Arrays.fill(running, NONE);
        Arrays.fill(idle, false);
        events.clear();
        by.clear();
        draft.clear();
        for (int machine = 0; machine < running.length; machine++) {
            events.add(shop.machineFrom(machine), machine);
        }
        for (int trial = 0; trial < idle.length; trial++) {
            if (backlog.remaining(trial) > 0) {
                events.add(shop.trialFrom(trial), running.length + trial);
            }
        }
    }

    /** Each machine that has just become free takes its trial, the one with the longest queue first. */
    private boolean serveFreed(int freed, IdleTrials by, long limit, Draft draft) {
        if (freed > 1) {
            for (int i = 0; i < freed; i++) {
                int machine = (int) free[i];
                free[i] = (-(long) (queue(machine) * queueScale) << MACHINE_BITS) | machine;
            }
            Arrays.sort(free, 0, freed);
        }
        for (int i = 0; i < freed; i++) {
            int machine = (int) (free[i] & ((1 << MACHINE_BITS) - 1));
            int trial = take(machine, by);
            if (trial == NONE) {
                stalled.add(machine);
            } else if (!start(trial, machine, limit, draft)) {
                return false;
            }
        }
        return true;
    }

    /** Asks all idle trials in their order, or those that have something left for the machine: whichever are the fewer. */
    private int take(int machine, IdleTrials by) {
        if (!visitors.areFew(machine, by.size())) {
            return by.take(machine, this);
        }
        int first = visitors.first(machine, idle, by, this);
        if (first != NONE) {
            by.remove(first);
        }
        return first;
    }

    private double queue(int machine) {
        double queue = 0;
        for (int group : groupsOf[machine]) {
            queue = Math.max(queue, backlog.load(group));
        }
        return queue;
    }

    /** Trials that have just become idle and that no freed machine took go to machines that wait. */
    private boolean serveStalled(int arrived, IdleTrials by, long limit, Draft draft) {
        for (int i = 0; i < arrived; i++) {
            int trial = fresh[i];
            if (!idle[trial]) {
                continue;
            }
            int machine = stalled.longestQueueFor(trial);
            if (machine != NONE) {
                by.remove(trial);
                stalled.remove(machine);
                if (!start(trial, machine, limit, draft)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean start(int trial, int machine, long limit, Draft draft) {
        int shard = shardFor(machine, trial);
        long end = now + shop.duration(trial, machine, shard);
        backlog.done(trial, shard);
        if (end + backlog.remaining(trial) + shop.tail(trial) >= limit) {
            return false;
        }
        running[machine] = trial;
        idle[trial] = false;
        draft.add(trial, shard, machine, now, end);
        events.add(end, machine);
        return true;
    }

    @Override
    public int shardFor(int machine, int trial) {
        if (backlog.hasRoute(trial)) {
            int shard = backlog.nextOnRoute(trial);
            return shop.reaches(machine, shard) && !declines(machine, trial, shard) ? shard : NONE;
        }
        int best = NONE;
        double longest = -1;
        for (int group : groupsOf[machine]) {
            if (backlog.load(group) > longest || best == NONE) {
                int shard = backlog.first(trial, group);
                if (shard >= 0 && !declines(machine, trial, shard)) {
                    best = shard;
                    longest = backlog.load(group);
                }
            }
        }
        return best;
    }

    private boolean declines(int machine, int trial, int shard) {
        if (target == Long.MAX_VALUE) {
            return false;
        }
        long here = shop.duration(trial, machine, shard);
        long elsewhere = shop.shortest(trial, shard);
        return here > elsewhere && now + here + backlog.remaining(trial) + shop.tail(trial) - elsewhere > target;
    }
}
