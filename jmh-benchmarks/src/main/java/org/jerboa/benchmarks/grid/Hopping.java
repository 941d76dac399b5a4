package org.jerboa.benchmarks.grid;

import java.util.ArrayList;
import java.util.List;
import org.jerboa.hazelcast.HazelcastGrid;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;

/**
 * One model that is trained on the shards of two worker processes in turn. A unit on the other process than the one before
 * begins with a hop: the state is written there, sent and restored.
 */
final class Hopping {

    private static final int MIB = 1 << 20;
    private static final int SHARDS = 2;

    private final List<Double> millis = new ArrayList<>();

    /** Milliseconds of each hop, without those of the first third of the epochs, which warm up. */
    static double[] millis(int megabytes, GridPlan plan) {
        Hopping hopping = new Hopping();
        Study.of(SearchSpace.of(Parameter.fixed("batchSize", 1)), new Ballast(megabytes * MIB))
                .data(new Blobs(1, 2, 1).dataset(SHARDS, 2 * SHARDS, 2))
                .search(RandomSearch.trials(1).epochs(plan.epochs()))
                .minimize("loss")
                .seed(1)
                .listener((event, progress) -> hopping.note(event, plan.epochs() / 3))
                .on(HazelcastGrid.local(SHARDS, plan.heap()).backups(0))
                .run();
        return hopping.millis.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void note(StudyEvent event, int warmUp) {
        if (event instanceof StudyEvent.UnitTrained unit
                && unit.epoch() >= warmUp
                && unit.cost().hopped()) {
            millis.add(unit.cost().overheadNanos() / 1e6);
        }
    }
}
