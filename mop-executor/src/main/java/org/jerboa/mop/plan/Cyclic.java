package org.jerboa.mop.plan;

import java.util.BitSet;

/**
 * A Latin square: in round k shard j is visited by the trial in row (k + j) modulo the larger of their numbers, so that no
 * trial and no shard is met twice in a round. With equal times no round has a gap, and the plan is optimal. With other
 * times units move up as far as the order on their machine and in their trial allows, and the order of rows matters.
 *
 * <p>Trials of different ranks have a square each, one after the other. A trial with a route visits its k-th shard in round k. Where several machines reach a shard, a unit goes to the one that
 * ends it first.
 */
final class Cyclic {

    private final Shop shop;
    private final Reach reach;
    private final int rounds;
    private final Free free;

    Cyclic(Shop shop) {
        this.shop = shop;
        reach = shop.reach();
        rounds = Math.max(shop.trials(), shop.shards());
        free = new Free(shop);
    }

    /**
     * Makes a plan.
     *
     * @param rows trials in the order of rows
     * @param draft written over
     */
    void run(int[] rows, Draft draft) {
        draft.clear();
        free.begin();
        for (int rank = 0; rank <= shop.highestRank(); rank++) {
            square(rows, rank, draft);
        }
    }

    private void square(int[] rows, int rank, Draft draft) {
        for (int round = 0; round < rounds; round++) {
            for (int row = 0; row < rows.length; row++) {
                int trial = rows[row];
                if (shop.rank(trial) != rank) {
                    continue;
                }
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
        long earliest = Long.MAX_VALUE;
        for (int machine : reach.machines(reach.group(shard))) {
            long end = free.end(trial, shard, machine);
            if (end < earliest) {
                best = machine;
                earliest = end;
            }
        }
        free.append(trial, shard, best, draft);
    }
}
