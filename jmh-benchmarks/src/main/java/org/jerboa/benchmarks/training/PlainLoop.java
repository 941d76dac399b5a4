package org.jerboa.benchmarks.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;

/**
 * The rival: models trained to their end one by one, without an executor, checkpoints or hops. Seeds and the order of
 * shards are those of the study, so the models are its models.
 */
final class PlainLoop {

    private static final double NANOS = 1e9;

    private final ModelHandler<MultiLayerNetwork> handler = LeNet.handler(true);
    private final TrainingPlan plan;
    private final Dataset data;

    PlainLoop(TrainingPlan plan, Dataset data) {
        this.plan = plan;
        this.data = data;
    }

    /** On the calling thread, with one tool thread. Taking the digest is not counted. */
    Timing one() throws Exception {
        handler.prepareWorker(1);
        Digest digest = new Digest();
        long nanos = 0;
        for (int trial = 0; trial < plan.models(); trial++) {
            BestEpoch best = new BestEpoch(handler, digest);
            nanos += train(trial, best);
            digest.add(best.state());
        }
        return Timing.of(nanos / NANOS, digest.toString());
    }

    /**
     * On two threads of their own, each of which takes the next model when it is done with one.
     *
     * @param oneToolThread whether the tool is told to use one thread for each, or left to itself
     */
    Timing two(boolean oneToolThread) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> work = () -> {
            if (oneToolThread) {
                handler.prepareWorker(1);
            }
            for (int trial = next.getAndIncrement(); trial < plan.models(); trial = next.getAndIncrement()) {
                train(trial, (model, metrics, training) -> {});
            }
            return null;
        };
        long begin = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> thread : threads.invokeAll(List.of(work, work))) {
                thread.get();
            }
        } finally {
            threads.shutdown();
        }
        return Timing.of((System.nanoTime() - begin) / NANOS, "");
    }

    /** @return nanoseconds, without those of the observer */
    private long train(int trial, EpochObserver observer) throws Exception {
        Configuration configuration = LeNet.grid().get(trial);
        long seed = RandomStreams.seed(StudyOfLeNets.SEED, "trial", trial);
        long observerNanos = 0;
        long begin = System.nanoTime();
        MultiLayerNetwork model = handler.create(configuration, seed);
        for (int epoch = 0; epoch < plan.epochs(); epoch++) {
            TrainingSummary training = trainEpoch(model, trial, configuration, seed, epoch);
            Map<String, Double> metrics = handler.evaluate(
                            model, open(Split.VALIDATION, 0), unit(trial, configuration, seed, epoch, 0, 0))
                    .values();
            long paused = System.nanoTime();
            observer.finished(model, metrics, training);
            observerNanos += System.nanoTime() - paused;
        }
        handler.close(model);
        return System.nanoTime() - begin - observerNanos;
    }

    private TrainingSummary trainEpoch(
            MultiLayerNetwork model, int trial, Configuration configuration, long seed, int epoch) throws Exception {
        TrainingSummary sum = null;
        int[] order = RandomStreams.permutation(plan.shards(), seed, "order", epoch);
        for (int position = 0; position < order.length; position++) {
            TrainingSummary unit = handler.train(
                    model,
                    open(Split.TRAINING, order[position]),
                    unit(trial, configuration, seed, epoch, position, order[position]));
            sum = sum == null ? unit : sum.merge(unit);
        }
        if (sum == null) {
            throw new IllegalStateException("the data has no training shards");
        }
        return sum;
    }

    private Examples open(Split split, int shard) throws Exception {
        return data.shards(split).get(shard).open();
    }

    private UnitContext unit(int trial, Configuration configuration, long seed, int epoch, int position, int shard) {
        return new UnitContext(
                trial,
                configuration,
                epoch,
                position,
                plan.shards(),
                RandomStreams.seed(seed, "unit", epoch, shard),
                Set.of("accuracy"),
                () -> false);
    }

    /** Sees a model at the end of an epoch. */
    private interface EpochObserver {
        void finished(MultiLayerNetwork model, Map<String, Double> metrics, TrainingSummary training)
                throws IOException;
    }

    /** Adds all metrics to a digest, and keeps the state that the model has at its best epoch, as a study does. */
    private static final class BestEpoch implements EpochObserver {

        private final ModelHandler<MultiLayerNetwork> handler;
        private final Digest digest;
        private double accuracy = Double.NEGATIVE_INFINITY;
        private long state;

        BestEpoch(ModelHandler<MultiLayerNetwork> handler, Digest digest) {
            this.handler = handler;
            this.digest = digest;
        }

        @Override
        public void finished(MultiLayerNetwork model, Map<String, Double> metrics, TrainingSummary training)
                throws IOException {
            digest.add(metrics, "loss").add(metrics, "accuracy").add(Double.doubleToLongBits(training.loss()));
            double reached = metrics.getOrDefault("accuracy", Double.NaN);
            if (reached > accuracy) {
                accuracy = reached;
                state = Digest.of(handler, model);
            }
        }

        long state() {
            return state;
        }
    }
}
