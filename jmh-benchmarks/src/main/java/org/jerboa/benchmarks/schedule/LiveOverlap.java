package org.jerboa.benchmarks.schedule;

import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.real;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jerboa.benchmarks.Figure;
import org.jerboa.mop.Backend;
import org.jerboa.mop.MopExecutor;
import org.jerboa.mop.PoolRequest;
import org.jerboa.mop.local.LocalWorkerPool;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.WorkerPool;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;

/**
 * The same live study with checkpoints behind the next unit and with workers that wait for them. Its store takes half of a
 * unit's time for each, once in a trial's epoch, and no processor.
 */
final class LiveOverlap {

    private static final int TRIALS = 8;
    private static final int WORKERS = 2;
    private static final int SHARDS = 4;
    private static final double STORING_BY_UNIT = 0.5;

    private static final SearchSpace SPACE =
            SearchSpace.of(real("learningRate").log(1e-3, 1e-1), fixed("hidden", 48), fixed("batchSize", 32));

    private final int epochs;
    private final int repetitions;
    private final PrintStream progress;
    private final PlainMlpHandler handler;
    private final Dataset data;

    /**
     * @param examples of a shard
     * @param epochs of each trial
     */
    LiveOverlap(int examples, int epochs, int repetitions, PrintStream progress) {
        this.epochs = epochs;
        this.repetitions = repetitions;
        this.progress = progress;
        Blobs blobs = new Blobs(24, 5, 3);
        this.handler = PlainMlpHandler.of(blobs.schema());
        this.data = blobs.dataset(SHARDS, SHARDS * examples, examples);
    }

    /** The median of repetitions of time with waiting by time without. */
    Figure saved(String name) {
        run(Duration.ZERO, false); // before the compiler has seen it, a unit takes several times as long
        StudyResult<PlainMlp> warm = run(Duration.ZERO, false).result;
        double unit = warm.cost().trainingSeconds() / ((double) TRIALS * epochs * SHARDS);
        Duration storing = Duration.ofNanos((long) (unit * STORING_BY_UNIT * 1e9));
        double[] ratios = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            boolean waitsFirst = i % 2 == 0; // what speeds up or slows down with time does so for both
            double first = run(storing, waitsFirst).seconds;
            double second = run(storing, !waitsFirst).seconds;
            ratios[i] = waitsFirst ? first / second : second / first;
            progress.printf(Locale.ROOT, "  %.3f s and %.3f s%n", first, second);
        }
        return Figure.median(name, ratios, "x").against("the same, one after the other");
    }

    private Timed run(Duration storing, boolean waits) {
        long begin = System.nanoTime();
        StudyResult<PlainMlp> result = Study.of(SPACE, handler)
                .data(data)
                .search(RandomSearch.trials(TRIALS).epochs(epochs))
                .maximize("accuracy")
                .on(MopExecutor.on(new SlowlyStoring(storing, waits)))
                .seed(1)
                .run();
        return new Timed(result, (System.nanoTime() - begin) / 1e9);
    }

    private record Timed(StudyResult<PlainMlp> result, double seconds) {}

    /** Threads of this JVM, with a store that takes its time. */
    private record SlowlyStoring(Duration storing, boolean waits) implements Backend {

        @Override
        public <M> WorkerPool pool(PoolRequest<M> request) {
            WorkerPool pool = new LocalWorkerPool<>(
                    request.study().handler(),
                    request.study().data(),
                    WORKERS,
                    request.toolThreads(),
                    request.cacheBytes(),
                    new SlowStore(request.kept(), storing),
                    request.spill());
            return waits ? new WaitingPool(pool) : pool;
        }
    }
}
