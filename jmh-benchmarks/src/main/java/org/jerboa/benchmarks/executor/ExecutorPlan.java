package org.jerboa.benchmarks.executor;

import java.util.ArrayList;
import java.util.List;
import org.jerboa.benchmarks.SyntheticImages;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;

/**
 * How much is trained, and how often.
 *
 * @param examples in all training shards together
 * @param validationExamples in the one validation shard
 * @param epochs of every trial
 * @param repetitions how often every way of training is timed
 */
record ExecutorPlan(int examples, int validationExamples, int shards, int epochs, int repetitions) {

    static final int WORKERS = 2;
    static final long SEED = 7;

    /** The size of Fashion-MNIST. */
    static ExecutorPlan full() {
        return new ExecutorPlan(60_000, 10_000, 4, 10, 2);
    }

    static ExecutorPlan quick() {
        return new ExecutorPlan(2048, 512, 4, 2, 1);
    }

    ExecutorPlan repetitions(int number) {
        return new ExecutorPlan(examples, validationExamples, shards, epochs, number);
    }

    /** A little of everything, so that the compiler and the native library have seen it. */
    ExecutorPlan warmUp() {
        return new ExecutorPlan(Math.min(examples, 8192), Math.min(validationExamples, 2048), shards, 1, 1);
    }

    Dataset data() {
        Examples all = SyntheticImages.examples(examples + validationExamples, SEED);
        List<Shard> cut = new ArrayList<>();
        int begin = 0;
        for (int shard = 0; shard < shards; shard++) {
            int end = examples / shards * (shard + 1) + Math.min(examples % shards, shard + 1);
            cut.add(Shard.of(Split.TRAINING, shard, all.slice(begin, end)));
            begin = end;
        }
        cut.add(Shard.of(Split.VALIDATION, 0, all.slice(begin, all.count())));
        return Dataset.of("synthetic 28x28", SEED, cut);
    }
}
