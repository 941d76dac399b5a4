package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A time before which no plan of a shop can end. The largest of: for each trial, its units one after the other on the
 * fastest machines that reach them; for each group of shards, what is left there shared evenly by all the machines that
 * reach it; all work shared evenly by all machines. In the base case, with one machine a shard, this is max(busiest
 * worker, longest trial) of open-shop scheduling (Gonzalez and Sahni, J. ACM 23(4), 1976).
 */
final class LowerBound {

    private static final double ROUNDING = 0.5;
    private static final long NOTHING = -1;

    /** Units looked at to tell when trials with routes can be at a machine, all machines together; else that is left out. */
    private static final long MOST_HEADS = 100_000_000;

    private final Shop shop;
    private final Reach reach;

    LowerBound(Shop shop) {
        this.shop = shop;
        this.reach = shop.reach();
    }

    double nanos() {
        double bound = longestTrial();
        boolean alongRoutes = alongRoutes();
        if (!alongRoutes) {
            bound = Math.max(bound, singleMachines());
        }
        boolean shared = false;
        for (int group = 0; group < reach.groups(); group++) {
            int[] machines = reach.machines(group);
            if (machines.length == 1 && alongRoutes) {
                bound = Math.max(bound, oneMachine(machines[0], reach.shardsOfGroup(group)));
            } else if (machines.length > 1) {
                shared = true;
                bound = Math.max(bound, severalMachines(machines, within(machines)));
            }
        }
        if (!shared && reach.groups() == shop.machines()) {
            return bound;
        }
        int[] all = new int[shop.machines()];
        Arrays.setAll(all, machine -> machine);
        return Math.max(bound, severalMachines(all, within(all)));
    }

    /** Shards that no machine but these reaches. */
    private BitSet within(int[] machines) {
        BitSet outside = new BitSet();
        outside.set(0, shop.machines());
        for (int machine : machines) {
            outside.clear(machine);
        }
        BitSet shards = new BitSet();
        shards.set(0, shop.shards());
        for (int machine = outside.nextSetBit(0); machine >= 0; machine = outside.nextSetBit(machine + 1)) {
            shards.andNot(reach.shards(machine));
        }
        return shards;
    }

    /** Each trial alone in the shop; shards that become free first are visited first, as nothing ends sooner. */
    private double longestTrial() {
        long[] from = new long[shop.shards()];
        Arrays.setAll(from, shard -> earliest(reach.machines(reach.group(shard))));
        int[] byRelease = sorted(from);
        long longest = 0;
        for (int trial = 0; trial < shop.trials(); trial++) {
            BitSet left = shop.leftOf(trial);
            if (left.isEmpty()) {
                continue;
            }
            long end = shop.trialFrom(trial);
            if (shop.hasRoute(trial)) {
                for (int shard : shop.routeOf(trial)) {
                    end = Math.max(end, from[shard]) + shop.shortest(trial, shard);
                }
            } else {
                for (int shard : byRelease) {
                    if (left.get(shard)) {
                        end = Math.max(end, from[shard]) + shop.shortest(trial, shard);
                    }
                }
            }
            longest = Math.max(longest, end + shop.tail(trial));
        }
        return longest;
    }

    private long earliest(int[] machines) {
        long earliest = Long.MAX_VALUE;
        for (int machine : machines) {
            earliest = Math.min(earliest, shop.machineFrom(machine));
        }
        return earliest;
    }

    /** Whether trials have routes, and there are not too many units to follow them. */
    private boolean alongRoutes() {
        return (long) shop.units() * shop.machines() < MOST_HEADS
                && IntStream.range(0, shop.trials()).anyMatch(shop::hasRoute);
    }

    /**
     * Each machine alone with the units that only it can run, none before its trial is free. Trial by trial, as there may be
     * thousands of each.
     */
    private double singleMachines() {
        long[] ends = new long[reach.groups()];
        Arrays.fill(ends, NOTHING);
        long[] free = new long[shop.trials()];
        Arrays.setAll(free, shop::trialFrom);
        for (int trial : sorted(free)) {
            BitSet left = shop.leftOf(trial);
            for (int shard = left.nextSetBit(0); shard >= 0; shard = left.nextSetBit(shard + 1)) {
                int group = reach.group(shard);
                int[] machines = reach.machines(group);
                if (machines.length == 1) {
                    long from = ends[group] == NOTHING ? shop.machineFrom(machines[0]) : ends[group];
                    ends[group] = Math.max(from, free[trial]) + shop.duration(trial, machines[0], shard);
                }
            }
        }
        return Math.max(0, Arrays.stream(ends).max().orElse(0));
    }

    /** Indices of times, the earliest first; of equal ones the lower index. */
    private static int[] sorted(long[] times) {
        return IntStream.range(0, times.length)
                .boxed()
                .sorted(Comparator.comparingLong(index -> times[index]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** One machine alone with the units that only it can run, each not before its trial can be there. */
    private double oneMachine(int machine, BitSet shards) {
        Releases releases = new Releases();
        for (int trial = 0; trial < shop.trials(); trial++) {
            long head = shop.trialFrom(trial);
            if (shop.hasRoute(trial)) {
                for (int shard : shop.routeOf(trial)) {
                    if (shards.get(shard)) {
                        releases.add(head, shop.duration(trial, machine, shard));
                    }
                    head += shop.shortest(trial, shard);
                }
            } else {
                BitSet left = shop.leftOf(trial);
                for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
                    if (left.get(shard)) {
                        releases.add(head, shop.duration(trial, machine, shard));
                    }
                }
            }
        }
        return releases.end(shop.machineFrom(machine));
    }

    /**
     * Machines that share work evenly, whatever that costs. If every unit's time on machine m is at least x / speed(m),
     * then m does no more than speed(m) * (end - from(m)) of the sum of all x. This holds for any speeds; those that
     * make the most of it are the machines' own, and for machines of one speed, 1.
     */
    private double severalMachines(int[] machines, BitSet shards) {
        double[] ones = new double[machines.length];
        Arrays.fill(ones, 1);
        double bound = shared(machines, shards, ones, 0);
        double[] speeds = speeds(machines);
        return Arrays.equals(speeds, ones) ? bound : Math.max(bound, shared(machines, shards, speeds, ROUNDING));
    }

    /** Relative to the first of the machines. */
    private double[] speeds(int[] machines) {
        double[] speeds = new double[machines.length];
        for (int i = 0; i < machines.length; i++) {
            if (shop.related()) {
                speeds[i] = shop.slowness(machines[0]) / shop.slowness(machines[i]);
            } else {
                double here = 0;
                double first = 0;
                for (int trial = 0; trial < shop.trials(); trial++) {
                    here += shop.nanos(trial, machines[i]);
                    first += shop.nanos(trial, machines[0]);
                }
                speeds[i] = first / here;
            }
        }
        return speeds;
    }

    private double shared(int[] machines, BitSet shards, double[] speeds, double rounding) {
        double work = 0;
        double capped = rounding * Arrays.stream(speeds).max().orElse(1);
        for (int trial = 0; trial < shop.trials(); trial++) {
            double least = least(trial, machines, speeds);
            BitSet left = shop.leftOf(trial);
            for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
                if (left.get(shard)) {
                    // Durations are rounded to whole nanoseconds, which must not lift the bound above what can be
                    // reached.
                    double time = least * shop.weight(shard);
                    work += rounding == 0 ? Math.max(1, Math.round(time)) : Math.max(0, time - capped);
                }
            }
        }
        return work == 0 ? 0 : end(machines, speeds, work);
    }

    private double least(int trial, int[] machines, double[] speeds) {
        if (shop.related()) {
            double slowness = Double.POSITIVE_INFINITY;
            for (int i = 0; i < machines.length; i++) {
                slowness = Math.min(slowness, speeds[i] * shop.slowness(machines[i]));
            }
            return slowness * shop.nanos(trial, machines[0]) / shop.slowness(machines[0]);
        }
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < machines.length; i++) {
            least = Math.min(least, speeds[i] * shop.nanos(trial, machines[i]));
        }
        return least;
    }

    /** When machines that become free at their own times have done the work, if all end together. */
    private double end(int[] machines, double[] speeds, double work) {
        Integer[] order = new Integer[machines.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(shop.machineFrom(machines[a]), shop.machineFrom(machines[b])));
        double speed = 0;
        double offset = 0;
        double end = Double.POSITIVE_INFINITY;
        for (int i : order) {
            double from = shop.machineFrom(machines[i]);
            if (from >= end) {
                break;
            }
            speed += speeds[i];
            offset += speeds[i] * from;
            end = (work + offset) / speed;
        }
        return end;
    }

    /** Units of one machine in the order in which they become available. */
    private static final class Releases {

        private long[] heads = new long[16];
        private long[] durations = new long[16];
        private int size;
        private boolean sorted = true;

        void add(long head, long duration) {
            if (size == heads.length) {
                heads = Arrays.copyOf(heads, size * 2);
                durations = Arrays.copyOf(durations, size * 2);
            }
            sorted &= size == 0 || heads[size - 1] <= head;
            heads[size] = head;
            durations[size++] = duration;
        }

        /** @return 0 without units */
        long end(long from) {
            if (size == 0) {
                return 0;
            }
            long end = from;
            if (sorted) {
                for (int i = 0; i < size; i++) {
                    end = Math.max(end, heads[i]) + durations[i];
                }
                return end;
            }
            Integer[] order = new Integer[size];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Long.compare(heads[a], heads[b]));
            for (int i : order) {
                end = Math.max(end, heads[i]) + durations[i];
            }
            return end;
        }
    }
}
