package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * All machines go round one circle of trials in the same order, each from a place of its own. Where a trial takes the same
 * time on every machine, machines keep their distance for ever; so if neighbours start the longest trial's time apart, they
 * never meet in a trial, and nobody waits. A circle as long as all the work is then an optimal plan.
 *
 * <p>Places must be borders between trials, so the circle is one of groups of trials, a group for each machine, and a group
 * that is shorter than the longest trial is followed by a gap. The length is the sum over groups of max(group, longest
 * trial). It equals the lower bound if every group is at least as long as the longest trial (the machines are never idle) or
 * none is longer (that trial never waits): bin covering, or bin packing. Longest-first into the shortest group, then
 * random moves and swaps, come close enough. With no more trials than machines, every group is one trial, and the plan
 * always optimal; with equal times this is the Latin square.
 *
 * <p>Trials of different ranks have a circle each: a machine that is through with one enters the next.
 *
 * <p>With other times on other machines the circle is but an order: units move up as far as their machine and trial allow.
 */
final class Rotation {

    private final Shop shop;
    private final int groups;
    private final int[] members;
    private final int[][] shardsOf;
    private final long[] time;
    private final long longest;
    private final int[] groupOf;
    private final long[] length;
    private final Events events;

    /** @param rank of the trials that the circle has */
    Rotation(Shop shop, int rank) {
        this.shop = shop;
        groups = shop.machines();
        members = IntStream.range(0, shop.trials())
                .filter(trial -> shop.rank(trial) == rank)
                .toArray();
        shardsOf = share();
        time = new long[shop.trials()];
        long most = 0;
        for (int trial : members) {
            for (int machine = 0; machine < groups; machine++) {
                time[trial] = Math.max(time[trial], visit(trial, machine));
            }
            most = Math.max(most, time[trial]);
        }
        longest = most;
        groupOf = new int[time.length];
        length = new long[groups];
        events = new Events(groups);
        longestFirst();
    }

    /** Each shard to one machine that reaches it, evenly. */
    private int[][] share() {
        Reach reach = shop.reach();
        double[] load = new double[groups];
        int[][] shares = new int[groups][0];
        for (int shard = 0; shard < shop.shards(); shard++) {
            int least = -1;
            for (int machine : reach.machines(reach.group(shard))) {
                if (least < 0 || load[machine] < load[least]) {
                    least = machine;
                }
            }
            if (least >= 0) {
                load[least] += shop.weight(shard);
                shares[least] = Arrays.copyOf(shares[least], shares[least].length + 1);
                shares[least][shares[least].length - 1] = shard;
            }
        }
        return shares;
    }

    private long visit(int trial, int machine) {
        BitSet left = shop.leftOf(trial);
        long sum = 0;
        for (int shard : shardsOf[machine]) {
            if (left.get(shard)) {
                sum += shop.duration(trial, machine, shard);
            }
        }
        return sum;
    }

    private void longestFirst() {
        Integer[] order = Arrays.stream(members).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Long.compare(time[b], time[a]));
        Events shortest = new Events(groups);
        for (int group = 0; group < groups; group++) {
            shortest.add(0, group);
        }
        for (int trial : order) {
            int group = shortest.take();
            groupOf[trial] = group;
            length[group] += time[trial];
            shortest.add(length[group], group);
        }
    }

    /** Length of the circle. */
    long length() {
        long sum = 0;
        for (long group : length) {
            sum += Math.max(group, longest);
        }
        return sum;
    }

    /**
     * Moves and swaps trials between groups at random, where that makes the circle no longer.
     *
     * @param near how far above the least that a circle could have its length may be, as a factor
     */
    void improve(int moves, double near, SplittableRandom random) {
        if (members.length < 2 || groups < 2) {
            return;
        }
        double enough = near * Math.max(Arrays.stream(length).sum(), groups * longest);
        long now = length();
        for (int move = 0; move < moves && now > enough; move++) {
            int trial = members[random.nextInt(members.length)];
            int other = members[random.nextInt(members.length)];
            int from = groupOf[trial];
            boolean swaps = random.nextInt(4) > 0;
            int to = swaps ? groupOf[other] : random.nextInt(groups);
            if (from == to) {
                continue;
            }
            long moved = swaps ? time[trial] - time[other] : time[trial];
            long change = Math.max(length[from] - moved, longest)
                    + Math.max(length[to] + moved, longest)
                    - Math.max(length[from], longest)
                    - Math.max(length[to], longest);
            if (change <= 0) {
                now += change;
                length[from] -= moved;
                length[to] += moved;
                groupOf[trial] = to;
                if (swaps) {
                    groupOf[other] = from;
                }
            }
        }
    }

    /**
     * Adds the plan of the present groups, in no order that matters but that of time.
     *
     * @param free when machines and trials are, to begin with and afterwards
     */
    void run(Draft draft, Free free) {
        beginWhereTrialsAre();
        int[] rows = new int[members.length];
        int[] first = new int[groups];
        long[] gap = new long[groups];
        int row = 0;
        for (int group = 0; group < groups; group++) {
            first[group] = row;
            for (int trial : members) {
                if (groupOf[trial] == group) {
                    rows[row] = trial;
                    if (shop.place(trial) == group) {
                        rows[row] = rows[first[group]];
                        rows[first[group]] = trial;
                    }
                    row++;
                }
            }
            gap[group] = Math.max(0, longest - length[group]);
        }
        walk(rows, first, gap, draft, free);
    }

    /** Renumbers groups so that as many machines as possible begin with the trial that they run now. */
    private void beginWhereTrialsAre() {
        int[] renumbered = new int[groups];
        Arrays.fill(renumbered, Shop.NOWHERE);
        boolean[] taken = new boolean[groups];
        for (int trial : members) {
            int place = shop.place(trial);
            if (place != Shop.NOWHERE && !taken[place] && renumbered[groupOf[trial]] == Shop.NOWHERE) {
                renumbered[groupOf[trial]] = place;
                taken[place] = true;
            }
        }
        int free = 0;
        for (int group = 0; group < groups; group++) {
            if (renumbered[group] == Shop.NOWHERE) {
                while (taken[free]) {
                    free++;
                }
                renumbered[group] = free;
                taken[free] = true;
            }
        }
        long[] lengths = length.clone();
        for (int group = 0; group < groups; group++) {
            length[renumbered[group]] = lengths[group];
        }
        for (int trial : members) {
            groupOf[trial] = renumbered[groupOf[trial]];
        }
    }

    /** All machines around the circle once, in the order of time on the circle. */
    private void walk(int[] rows, int[] first, long[] gap, Draft draft, Free free) {
        int[] at = first.clone();
        int[] steps = new int[groups];
        for (int machine = 0; machine < groups; machine++) {
            events.add(0, machine);
        }
        while (!events.isEmpty()) {
            long now = events.time();
            int machine = events.take();
            if (steps[machine]++ == rows.length) {
                continue;
            }
            int row = at[machine] == rows.length ? 0 : at[machine];
            int trial = rows[row];
            visit(trial, machine, draft, free);
            at[machine] = row + 1;
            int group = groupOf[trial];
            boolean border = row + 1 == rows.length || groupOf[rows[row + 1]] != group;
            events.add(now + time[trial] + (border ? gap[group] : 0), machine);
        }
    }

    private void visit(int trial, int machine, Draft draft, Free free) {
        BitSet left = shop.leftOf(trial);
        for (int shard : shardsOf[machine]) {
            if (left.get(shard)) {
                free.append(trial, shard, machine, draft);
            }
        }
    }
}
