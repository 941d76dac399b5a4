package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A Latin square: in round k shard j is visited by the trial in row (k + j) modulo the larger of their numbers, so that no
 * trial and no shard is met twice in a round. With equal times no round has a gap, and the plan is optimal. With other
 * times units move up as far as the order on their machine and in their trial allows, and the order of rows matters.
 *
 * <p>A trial with a route visits its k-th shard in round k. Where several machines reach a shard, a unit goes to the one that
 * ends it first.
 */
final class Cyclic {

    private final Shop shop;
    private final Reach reach;
    private final int rounds;
    private final long[] trialFree;
    private final long[] machineFree;

    Cyclic(Shop shop) {
        this.shop = shop;
        reach = shop.reach();
        rounds = Math.max(shop.trials(), shop.shards());
        trialFree = new long[shop.trials()];
        machineFree = new long[shop.machines()];
    }

    /**
     * Makes a plan.
     *
     * @param rows trials in the order of rows
     * @param draft written over
     */
    void run(int[] rows, Draft draft) {
        draft.clear();
        Arrays.setAll(trialFree, shop::trialFrom);
        Arrays.setAll(machineFree, shop::machineFrom);
        for (int round = 0; round < rounds; round++) {
            for (int row = 0; row < rows.length; row++) {
                int trial = rows[row];
                if (shop.hasRoute(trial)) {
                    int[] route = shop.routeOf(trial);
                    if (round < route.length) {
                        place(trial, route[round], draft);
                    }
                } else {
                    BitSet left = shop.leftOf(trial);
                    int shard = row >= round ? row - round : row - round + rounds;
                    if (shard < shop.shards() && left.get(shard)) {
                        place(trial, shard, draft);
                    }
                }
            }
        }
    }

    private void place(int trial, int shard, Draft draft) {
        int best = -1;
        long start = 0;
        long end = Long.MAX_VALUE;
        for (int machine : reach.machines(reach.group(shard))) {
            long from = Math.max(trialFree[trial], machineFree[machine]);
            long to = from + shop.duration(trial, machine, shard);
            if (to < end) {
                best = machine;
                start = from;
                end = to;
            }
        }
        trialFree[trial] = end;
        machineFree[best] = end;
        draft.add(trial, shard, best, start, end);
    }
}
