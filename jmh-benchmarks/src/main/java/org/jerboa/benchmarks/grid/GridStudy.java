package org.jerboa.benchmarks.grid;

import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.benchmarks.SyntheticImages;
import org.jerboa.benchmarks.training.LeNet;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Updaters;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A study that is the same wherever it runs.
 *
 * @param name in the names of figures
 * @param trials each of so many epochs
 * @param <M> the tool's model
 */
record GridStudy<M>(String name, SearchSpace space, ModelHandler<M> handler, Dataset data, int trials, int epochs) {

    private static final int SHARDS = 4;
    private static final long SEED = 3;

    /** Of the size of the digits: 1079 examples of 64 numbers, and 359 for validation. */
    private static final Blobs BLOBS = new Blobs(64, 10, 5);

    private static final SearchSpace PERCEPTRONS = SearchSpace.of(
            real("learningRate").log(1e-3, 3e-2),
            integer("units").log(64, 256),
            integer("batchSize").log(16, 128));

    static GridStudy<MultiLayerNetwork> digits(int trials, int epochs) {
        return new GridStudy<>(
                "digits",
                PERCEPTRONS,
                Dl4j.network(GridStudy::perceptron),
                BLOBS.dataset(SHARDS, 1079, 359),
                trials,
                epochs);
    }

    private static MultiLayerConfiguration perceptron(Configuration configuration) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(configuration))
                .activation(Activation.RELU)
                .list(
                        new DenseLayer.Builder()
                                .nOut(configuration.getInt("units"))
                                .build(),
                        new DenseLayer.Builder().nOut(64).build(),
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .nOut(BLOBS.classes())
                                .build())
                .setInputType(InputType.feedForward(BLOBS.features()))
                .build();
    }

    /** The same size in plain Java, which needs no native library: to see that everything runs. */
    static GridStudy<PlainMlp> plain(int trials, int epochs) {
        SearchSpace space = SearchSpace.of(
                real("learningRate").log(1e-3, 3e-2), integer("hidden", 16, 32), integer("batchSize", 16, 32));
        return new GridStudy<>(
                "plain", space, PlainMlpHandler.of(BLOBS.schema()), BLOBS.dataset(SHARDS, 1079, 359), trials, epochs);
    }

    /** @param examples in all training shards, and a fifth of that for validation */
    static GridStudy<MultiLayerNetwork> leNets(int trials, int epochs, int examples) {
        Examples images = SyntheticImages.examples(examples + examples / 5, SEED);
        List<Shard> shards = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(Shard.of(
                    Split.TRAINING, shard, images.slice(examples * shard / SHARDS, examples * (shard + 1) / SHARDS)));
        }
        shards.add(Shard.of(Split.VALIDATION, 0, images.slice(examples, images.count())));
        return new GridStudy<>(
                "lenet", LeNet.SPACE, LeNet.handler(true), Dataset.of("synthetic 28x28", SEED, shards), trials, epochs);
    }

    /**
     * Seconds that the last three quarters of the trials' epochs take. In the first quarter, processes that have just been
     * started load and compile what they need.
     */
    double seconds(StudyExecutor executor) {
        Clock clock = new Clock(trials * epochs / 4);
        Study.of(space, handler)
                .data(data)
                .search(RandomSearch.trials(trials).epochs(epochs))
                .maximize("accuracy")
                .seed(SEED)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.EpochFinished) {
                        clock.epochEnds();
                    }
                })
                .on(executor)
                .run();
        return clock.seconds();
    }

    /** Used by the study's thread, then read. */
    private static final class Clock {

        private final int warmUp;
        private int epochs;
        private long begin;
        private long end;

        Clock(int warmUp) {
            this.warmUp = warmUp;
        }

        void epochEnds() {
            end = System.nanoTime();
            if (++epochs == warmUp) {
                begin = end;
            }
        }

        double seconds() {
            return (end - begin) / 1e9;
        }
    }
}
