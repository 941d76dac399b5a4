package org.jerboa.benchmarks.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.benchmarks.SyntheticImages;
import org.jerboa.data.Datasets;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;

/**
 * Images of 28 by 28 bytes in ten classes: the first ones of Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf:
 * <i>Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms</i>, 2017) where it is installed,
 * otherwise made-up ones of the same shape. Speed does not depend on which.
 */
final class TrainingData {

    static final Path INSTALLED = Path.of("/usr/share/datasets/fashion-mnist");

    private static final long SEED = 3;

    private TrainingData() {}

    static Dataset load(TrainingPlan plan) throws IOException {
        int examples = plan.trainingExamples() + plan.validationExamples();
        return Files.isDirectory(INSTALLED)
                ? cut("fashion-mnist", fashionMnist(examples), plan)
                : cut("synthetic 28x28", SyntheticImages.examples(examples, SEED), plan);
    }

    private static Examples fashionMnist(int examples) throws IOException {
        Dataset all = Datasets.idx(installed("train-images-idx3-ubyte"), installed("train-labels-idx1-ubyte"))
                .scale(0, 255)
                .shards(1)
                .seed(SEED)
                .load();
        return all.shards(Split.TRAINING).get(0).open().slice(0, examples);
    }

    private static Path installed(String file) {
        Path plain = INSTALLED.resolve(file);
        return Files.exists(plain) ? plain : INSTALLED.resolve(file + ".gz");
    }

    private static Dataset cut(String name, Examples examples, TrainingPlan plan) {
        List<Shard> shards = new ArrayList<>();
        int begin = 0;
        for (int shard = 0; shard < plan.shards(); shard++) {
            int end = plan.trainingExamples() * (shard + 1) / plan.shards();
            shards.add(Shard.of(Split.TRAINING, shard, examples.slice(begin, end)));
            begin = end;
        }
        shards.add(Shard.of(Split.VALIDATION, 0, examples.slice(begin, examples.count())));
        return Dataset.of(name, SEED, shards);
    }
}
