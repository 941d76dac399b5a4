package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.SplittableRandom;

/**
 * Trial after trial, the one with the longest way to go first, each with its units one after the other as early as what is
 * there already leaves room. So the trial that decides the makespan never waits: machines keep themselves free for it,
 * which a rule of dispatch cannot have them do. Trials of a lower rank come first.
 */
final class Insertion {

    private final Shop shop;
    private final Reach reach;
    private final Timetable[] timetables;
    private final long[] load;
    private final long[] loadAtFirst;
    private final long[] way;
    private final Draft loose;

    Insertion(Shop shop) {
        this.shop = shop;
        reach = shop.reach();
        timetables = new Timetable[shop.machines()];
        Arrays.setAll(timetables, machine -> new Timetable());
        loadAtFirst = new long[reach.groups()];
        way = new long[shop.trials()];
        for (int trial = 0; trial < way.length; trial++) {
            BitSet shards = shop.leftOf(trial);
            way[trial] = shop.trialFrom(trial) + shop.tail(trial);
            for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
                long time = shop.shortest(trial, shard);
                way[trial] += time;
                loadAtFirst[reach.group(shard)] += time;
            }
        }
        load = new long[loadAtFirst.length];
        loose = new Draft(shop);
    }

    /** What one attempt costs, as a number of simulated units. */
    static long effort(Shop shop) {
        return Math.max(1, (long) shop.units() * shop.machines() / 4);
    }

    /**
     * Makes a plan.
     *
     * @param noise share by which ways are blurred before trials are put in order
     * @param draft written over
     */
    void run(double noise, SplittableRandom random, Draft draft) {
        for (int machine = 0; machine < timetables.length; machine++) {
            timetables[machine].begin(shop.machineFrom(machine));
        }
        System.arraycopy(loadAtFirst, 0, load, 0, load.length);
        loose.clear();
        for (int trial : order(noise, random)) {
            insert(trial);
        }
        sort(draft);
    }

    private int[] order(double noise, SplittableRandom random) {
        double[] blurred = new double[way.length];
        Arrays.setAll(blurred, trial -> -way[trial] * (noise == 0 ? 1 : 1 + noise * (2 * random.nextDouble() - 1)));
        return Arrays.stream(Rows.numbered(way.length))
                .boxed()
                .sorted(Comparator.comparingInt(shop::rank).thenComparingDouble(trial -> blurred[trial]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void insert(int trial) {
        BitSet left = shop.left(trial);
        int[] route = shop.routeOf(trial);
        long free = shop.trialFrom(trial);
        for (int position = 0; !left.isEmpty(); position++) {
            int shard = -1;
            int machine = -1;
            long end = Long.MAX_VALUE;
            for (int group = 0; group < load.length; group++) {
                int candidate = route.length > 0 ? route[position] : firstOf(left, group);
                if (candidate < 0 || reach.group(candidate) != group) {
                    continue;
                }
                for (int on : reach.machines(group)) {
                    long time = shop.duration(trial, on, candidate);
                    long to = timetables[on].earliest(free, time) + time;
                    if (to < end || (to == end && load[group] > load[reach.group(shard)])) {
                        shard = candidate;
                        machine = on;
                        end = to;
                    }
                }
            }
            long start = end - shop.duration(trial, machine, shard);
            timetables[machine].take(start, end);
            loose.add(trial, shard, machine, start, end);
            load[reach.group(shard)] -= shop.shortest(trial, shard);
            left.clear(shard);
            free = end;
        }
    }

    private int firstOf(BitSet left, int group) {
        BitSet shards = reach.shardsOfGroup(group);
        int shard = shards.nextSetBit(0);
        while (shard >= 0 && !left.get(shard)) {
            shard = shards.nextSetBit(shard + 1);
        }
        return shard;
    }

    /** A draft has the units of a machine in the order of their times. */
    private void sort(Draft draft) {
        draft.clear();
        Arrays.stream(Rows.numbered(loose.size))
                .boxed()
                .sorted(Comparator.comparingLong(unit -> loose.start[unit]))
                .forEach(unit -> draft.add(
                        loose.trial[unit], loose.shard[unit], loose.machine[unit], loose.start[unit], loose.end[unit]));
    }
}
