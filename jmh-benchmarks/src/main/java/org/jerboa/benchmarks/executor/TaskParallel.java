package org.jerboa.benchmarks.executor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.spi.ModelHandler;

/**
 * The rival: worker threads that each train one whole trial at a time and take the next one from a queue, in the order of
 * the trials' numbers. It writes no checkpoints and no journal.
 */
final class TaskParallel {

    private static final double NANOS = 1e9;

    private final ModelHandler<MultiLayerNetwork> handler = Perceptrons.HANDLER;
    private final int workers;
    private final int epochs;
    private final Dataset data;

    TaskParallel(int workers, int epochs, Dataset data) {
        this.workers = workers;
        this.epochs = epochs;
        this.data = data;
    }

    Course run(List<Recipe> recipes) throws Exception {
        WholeTrial trial = new WholeTrial(handler, data);
        AtomicLong lastFirstMetric = new AtomicLong();
        long begin = System.nanoTime();
        Runnable firstMetric = () -> lastFirstMetric.accumulateAndGet(System.nanoTime() - begin, Math::max);
        List<List<Map<String, Double>>> metrics = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(workers, preparing(Executors.defaultThreadFactory()));
        try {
            List<Future<List<Map<String, Double>>>> trained = new ArrayList<>();
            for (Recipe recipe : recipes) {
                trained.add(pool.submit(() -> trial.train(recipe, epochs, firstMetric)));
            }
            for (Future<List<Map<String, Double>>> one : trained) {
                metrics.add(one.get());
            }
        } finally {
            pool.shutdown();
        }
        return new Course((System.nanoTime() - begin) / NANOS, lastFirstMetric.get() / NANOS, metrics);
    }

    /** Threads on which the tool takes one thread, as those of a study have it. */
    private ThreadFactory preparing(ThreadFactory threads) {
        return work -> threads.newThread(() -> {
            handler.prepareWorker(1);
            work.run();
        });
    }
}
