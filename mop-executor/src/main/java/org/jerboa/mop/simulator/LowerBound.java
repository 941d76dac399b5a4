package org.jerboa.mop.simulator;

import java.util.List;
import java.util.function.IntFunction;

/**
 * What no schedule of a workload can beat: the longest trial on the fastest worker; all work on all workers; and for each
 * worker the visits to shards that it alone holds. Hops and evaluation come on top.
 */
final class LowerBound {

    private final Workload work;
    private final IntFunction<List<Integer>> holders;

    /** @param holders places of the workers that hold a shard */
    LowerBound(Workload work, IntFunction<List<Integer>> holders) {
        this.work = work;
        this.holders = holders;
    }

    double seconds() {
        double all = work.trials().stream().mapToDouble(TrialLoad::epochSeconds).sum() * work.epochs();
        double longest = work.trials().stream()
                        .mapToDouble(TrialLoad::epochSeconds)
                        .max()
                        .orElse(0)
                * work.epochs();
        double fastest = work.workers().stream()
                .mapToDouble(SimulatedWorker::speed)
                .max()
                .orElse(1);
        double together = work.workers().stream().mapToDouble(LowerBound::power).sum();
        double bound = Math.max(longest / fastest, all / together);
        int[] alone = new int[work.workers().size()];
        for (int shard = 0; shard < work.shards(); shard++) {
            List<Integer> places = holders.apply(shard);
            if (places.size() == 1) {
                alone[places.get(0)]++;
            }
        }
        for (int place = 0; place < alone.length; place++) {
            bound = Math.max(
                    bound,
                    all * alone[place] / work.shards() / power(work.workers().get(place)));
        }
        return bound;
    }

    private static double power(SimulatedWorker worker) {
        return worker.speed() * worker.slots();
    }
}
