package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

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
    private final int words;
    private final long[] left;
    private final long[] leftAtFirst;
    private final int[][] routes;
    private final int[] position;
    private final long[] remaining;
    private final long[] remainingAtFirst;
    private final int[][] groupsOf;
    private final long[][] groupMask;
    private final int[] groupFirstWord;
    private final int[] groupMachines;
    private final double[] load;
    private final double[] loadAtFirst;
    private final Events events;
    private final int[] running;
    private final long[] stalled;

    /** By group, the machines that wait and reach it; by shard, whether there are any. */
    private final int[] waiting;

    private final long[] wanted;

    /** By group, the last search that looked at it. */
    private final int[] searched;

    private int searches;
    private final int[] fresh;
    private final boolean[] idle;
    private final long[] free;
    private final double queueScale;

    /** By group, the trials that had shards of it left at first; where those of each begin, and where those end that may still. */
    private final int[] visitors;

    private final int[] firstVisitor;
    private final int[] endOfVisitors;

    /** By group, units that are left. */
    private final int[] unitsLeft;

    private final int[] unitsAtFirst;
    private long now;
    private long target;

    Simulation(Shop shop) {
        this.shop = shop;
        Reach reach = shop.reach();
        int trials = shop.trials();
        int machines = shop.machines();
        words = (shop.shards() >> 6) + 1;
        leftAtFirst = new long[trials * words];
        routes = new int[trials][];
        remainingAtFirst = new long[trials];
        groupsOf = new int[machines][];
        for (int machine = 0; machine < machines; machine++) {
            groupsOf[machine] = reach.groupsOf(machine);
        }
        groupMask = new long[reach.groups()][];
        groupFirstWord = new int[reach.groups()];
        groupMachines = new int[reach.groups()];
        for (int group = 0; group < groupMask.length; group++) {
            BitSet shards = reach.shardsOfGroup(group);
            long[] mask = shards.toLongArray();
            groupFirstWord[group] = shards.nextSetBit(0) >> 6;
            groupMask[group] = Arrays.copyOfRange(mask, groupFirstWord[group], mask.length);
            groupMachines[group] = reach.machines(group).length;
        }
        loadAtFirst = new double[groupMask.length];
        for (int trial = 0; trial < trials; trial++) {
            BitSet shards = shop.leftOf(trial);
            long[] bits = shards.toLongArray();
            System.arraycopy(bits, 0, leftAtFirst, trial * words, bits.length);
            routes[trial] = shop.routeOf(trial);
            for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
                long time = shop.shortest(trial, shard);
                remainingAtFirst[trial] += time;
                int group = reach.group(shard);
                loadAtFirst[group] += (double) time / groupMachines[group];
            }
        }
        unitsAtFirst = new int[groupMask.length];
        unitsLeft = new int[groupMask.length];
        firstVisitor = new int[groupMask.length + 1];
        endOfVisitors = new int[groupMask.length];
        visitors = visitors();
        left = new long[leftAtFirst.length];
        remaining = new long[trials];
        load = new double[loadAtFirst.length];
        position = new int[trials];
        events = new Events(machines + trials);
        running = new int[machines];
        stalled = new long[(machines >> 6) + 1];
        waiting = new int[groupMask.length];
        wanted = new long[words];
        searched = new int[groupMask.length];
        fresh = new int[trials];
        idle = new boolean[trials];
        queueScale = Math.scalb(1.0, 62 - MACHINE_BITS)
                / Math.max(1, Arrays.stream(loadAtFirst).max().orElse(1));
        free = new long[machines];
    }

    private int[] visitors() {
        Reach reach = shop.reach();
        for (int trial = 0; trial < shop.trials(); trial++) {
            BitSet shards = shop.leftOf(trial);
            for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
                unitsAtFirst[reach.group(shard)]++;
            }
        }
        for (int group = 0; group < unitsAtFirst.length; group++) {
            firstVisitor[group + 1] = firstVisitor[group] + unitsAtFirst[group];
        }
        int[] next = firstVisitor.clone();
        int[] trials = new int[shop.units()];
        for (int trial = 0; trial < shop.trials(); trial++) {
            BitSet shards = shop.leftOf(trial);
            for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
                trials[next[reach.group(shard)]++] = trial;
            }
        }
        return trials;
    }

    /** Most that any trial has left, with what comes after it. */
    long longest() {
        return IntStream.range(0, remainingAtFirst.length)
                .mapToLong(trial -> remainingAtFirst[trial] + shop.tail(trial))
                .max()
                .orElse(0);
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
                if (trial != NONE && remaining[trial] > 0) {
                    by.add(trial, remaining[trial] + shop.tail(trial));
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
        System.arraycopy(leftAtFirst, 0, left, 0, left.length);
        System.arraycopy(remainingAtFirst, 0, remaining, 0, remaining.length);
        System.arraycopy(loadAtFirst, 0, load, 0, load.length);
        System.arraycopy(unitsAtFirst, 0, unitsLeft, 0, unitsLeft.length);
        System.arraycopy(firstVisitor, 1, endOfVisitors, 0, endOfVisitors.length);
        Arrays.fill(position, 0);
        Arrays.fill(running, NONE);
        Arrays.fill(idle, false);
        Arrays.fill(stalled, 0);
        Arrays.fill(waiting, 0);
        Arrays.fill(wanted, 0);
        events.clear();
        by.clear();
        draft.clear();
        for (int machine = 0; machine < running.length; machine++) {
            events.add(shop.machineFrom(machine), machine);
        }
        for (int trial = 0; trial < remaining.length; trial++) {
            if (remaining[trial] > 0) {
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
                stall(machine);
            } else if (!start(trial, machine, limit, draft)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Asks all idle trials in their order, or those that have something left for the machine: whichever are the fewer to ask. Of
     * many trials with few units left, the first that fits is far down the order if there is one at all.
     */
    private int take(int machine, IdleTrials by) {
        long units = 0;
        for (int group : groupsOf[machine]) {
            units += unitsLeft[group];
        }
        if (units * units >= by.size()) {
            return by.take(machine, this);
        }
        int first = NONE;
        for (int group : groupsOf[machine]) {
            first = firstVisitor(first, group, machine, by);
        }
        if (first != NONE) {
            by.remove(first);
        }
        return first;
    }

    private int firstVisitor(int incumbent, int group, int machine, IdleTrials by) {
        int first = incumbent;
        for (int i = firstVisitor[group]; i < endOfVisitors[group]; ) {
            int trial = visitors[i];
            if (firstLeft(trial, group) == NONE) {
                visitors[i] = visitors[--endOfVisitors[group]];
                visitors[endOfVisitors[group]] = trial;
                continue;
            }
            if (idle[trial] && (first == NONE || by.isBefore(trial, first)) && shardFor(machine, trial) >= 0) {
                first = trial;
            }
            i++;
        }
        return first;
    }

    private double queue(int machine) {
        double queue = 0;
        for (int group : groupsOf[machine]) {
            queue = Math.max(queue, load[group]);
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
            int machine = stalledFor(trial);
            if (machine != NONE) {
                by.remove(trial);
                release(machine);
                if (!start(trial, machine, limit, draft)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void stall(int machine) {
        stalled[machine >> 6] |= 1L << machine;
        for (int group : groupsOf[machine]) {
            if (waiting[group]++ == 0) {
                for (int i = 0; i < groupMask[group].length; i++) {
                    wanted[groupFirstWord[group] + i] |= groupMask[group][i];
                }
            }
        }
    }

    private void release(int machine) {
        stalled[machine >> 6] &= ~(1L << machine);
        for (int group : groupsOf[machine]) {
            if (--waiting[group] == 0) {
                for (int i = 0; i < groupMask[group].length; i++) {
                    wanted[groupFirstWord[group] + i] &= ~groupMask[group][i];
                }
            }
        }
    }

    /**
     * The machine that waits for a trial with the longest queue, the fastest or else first of several. Looks only at machines
     * that wait for a shard which the trial has left: towards the end of an epoch nearly all wait, and for others.
     */
    private int stalledFor(int trial) {
        int best = NONE;
        searches++;
        for (int word = 0; word < words; word++) {
            for (long bits = left[trial * words + word] & wanted[word]; bits != 0; bits &= bits - 1) {
                int group = shop.reach().group((word << 6) + Long.numberOfTrailingZeros(bits));
                if (searched[group] != searches) {
                    searched[group] = searches;
                    best = longestQueue(best, group, trial);
                }
            }
        }
        return best;
    }

    private int longestQueue(int incumbent, int group, int trial) {
        int best = incumbent;
        double longest = best == NONE ? -1 : load[shop.reach().group(shardFor(best, trial))];
        for (int machine : shop.reach().machines(group)) {
            boolean waits = (stalled[machine >> 6] >>> machine & 1) != 0;
            int shard = waits ? shardFor(machine, trial) : NONE;
            if (shard == NONE) {
                continue;
            }
            double queue = load[shop.reach().group(shard)];
            if (best == NONE || queue > longest || (queue == longest && isFaster(machine, best, trial))) {
                longest = queue;
                best = machine;
            }
        }
        return best;
    }

    private boolean isFaster(int machine, int other, int trial) {
        int byTime = Double.compare(shop.nanos(trial, machine), shop.nanos(trial, other));
        return byTime != 0 ? byTime < 0 : machine < other;
    }

    private boolean start(int trial, int machine, long limit, Draft draft) {
        int shard = shardFor(machine, trial);
        long time = shop.shortest(trial, shard);
        long end = now + shop.duration(trial, machine, shard);
        left[trial * words + (shard >> 6)] &= ~(1L << shard);
        position[trial]++;
        remaining[trial] -= time;
        int group = shop.reach().group(shard);
        load[group] -= (double) time / groupMachines[group];
        unitsLeft[group]--;
        if (end + remaining[trial] + shop.tail(trial) >= limit) {
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
        if (routes[trial].length > 0) {
            int shard = routes[trial][position[trial]];
            return shop.reaches(machine, shard) && !declines(machine, trial, shard) ? shard : NONE;
        }
        int best = NONE;
        double longest = -1;
        for (int group : groupsOf[machine]) {
            if (load[group] > longest || best == NONE) {
                int shard = firstLeft(trial, group);
                if (shard >= 0 && !declines(machine, trial, shard)) {
                    best = shard;
                    longest = load[group];
                }
            }
        }
        return best;
    }

    private int firstLeft(int trial, int group) {
        long[] mask = groupMask[group];
        int word = groupFirstWord[group];
        for (int i = 0; i < mask.length; i++) {
            long bits = left[trial * words + word + i] & mask[i];
            if (bits != 0) {
                return ((word + i) << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return NONE;
    }

    private boolean declines(int machine, int trial, int shard) {
        if (target == Long.MAX_VALUE) {
            return false;
        }
        long here = shop.duration(trial, machine, shard);
        long elsewhere = shop.shortest(trial, shard);
        return here > elsewhere && now + here + remaining[trial] + shop.tail(trial) - elsewhere > target;
    }
}
