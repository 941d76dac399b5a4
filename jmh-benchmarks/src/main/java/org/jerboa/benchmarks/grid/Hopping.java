package org.jerboa.benchmarks.grid;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * One model that is trained on shards of which each of two worker processes has half. A unit on the other process than the
 * one before begins with a hop. Only units in the middle of an epoch are looked at: the last one's checkpoint is written
 * beside the first ones of the next epoch.
 *
 * @param millis of each hop: what a unit takes that is not training
 * @param messageMillis a small message to the other worker and its answer took, each sent in the middle of a hop
 */
record Hopping(double[] millis, double[] messageMillis) {

    private static final int MIB = 1 << 20;
    private static final int WORKERS = 2;
    private static final int SHARDS = 24;
    private static final int FIRST = 5;

    static Hopping of(int megabytes, GridPlan plan) throws IOException {
        Path folder = Files.createTempDirectory("jerboa-messages-");
        try {
            int talking = plan.epochs() - plan.epochs() / 3;
            List<Double> millis = new ArrayList<>();
            Study.of(
                            SearchSpace.of(Parameter.fixed("batchSize", 1)),
                            new Ballast(megabytes * MIB, talking, folder.toString()))
                    .data(new Blobs(1, 2, 1).dataset(SHARDS, 2 * SHARDS, 2))
                    .search(RandomSearch.trials(1).epochs(plan.epochs()))
                    .minimize("loss")
                    .seed(1)
                    .listener((event, progress) -> {
                        if (event instanceof StudyEvent.UnitTrained unit
                                && unit.epoch() >= plan.epochs() / 3
                                && unit.epoch() < talking
                                && isInTheMiddle(unit.position())
                                && unit.cost().hopped()) {
                            millis.add(unit.cost().overheadNanos() / 1e6);
                        }
                    })
                    .on(HazelcastGrid.local(WORKERS, plan.heap()).backups(0))
                    .run();
            return new Hopping(
                    millis.stream().mapToDouble(Double::doubleValue).toArray(), SmallMessages.millis(folder));
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Whether no checkpoint is written beside an epoch's unit of this position, nor after it. */
    static boolean isInTheMiddle(int position) {
        return position >= FIRST && position < SHARDS - 1;
    }
}
