package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.hazelcast.HazelcastGrid;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.GridSearch;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.FeatureTransfer;
import org.jerboa.transfer.Head;
import org.jerboa.transfer.LayerResult;
import org.jerboa.transfer.PlannedTransfer;
import org.jerboa.transfer.TransferResult;
import org.jerboa.transfer.finetune.FineTuning;
import org.jerboa.transfer.finetune.FineTuningResult;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.TransferPlan.Kind;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Outputs of layers that worker processes compute and keep, against those of threads: the bits are the same. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TransferOnProcessesIT {

    private static final int SHARD = 16;
    private static final Dataset DATA = data();
    private static final ComputationGraph NETWORK = network();

    /** Images of 8 by 8, two numbers beside, and one of three classes. */
    private static Dataset data() {
        Random random = new Random(8);
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (int index = 0; index < (split == Split.TRAINING ? 3 : 1); index++) {
                float[] pixels = new float[SHARD * 64];
                float[] numbers = new float[SHARD * 2];
                int[] classes = random.ints(SHARD, 0, 3).toArray();
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (float) (random.nextGaussian() + classes[i / 64] * (i % 8) / 8.0);
                }
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = (float) random.nextGaussian();
                }
                shards.add(Shard.of(
                        split,
                        index,
                        Examples.of(
                                Tensor.ofFloats(TensorSpec.features("image", ElementType.FLOAT32, 1, 8, 8), pixels),
                                Tensor.ofFloats(TensorSpec.features("age", ElementType.FLOAT32, 2), numbers),
                                Tensor.ofInts(TensorSpec.classes("class", 3), classes))));
            }
        }
        return Dataset.of("made up", 8, shards);
    }

    /** The same without the numbers. */
    private static Dataset images() throws IOException {
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (Shard shard : DATA.shards(split)) {
                Examples all = shard.open();
                shards.add(Shard.of(split, shard.index(), Examples.of(all.tensor("image"), all.tensor("class"))));
            }
        }
        return Dataset.of("images", 8, shards);
    }

    private static ConvolutionLayer convolution() {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(4)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.TANH)
                .build();
    }

    private static ComputationGraph network() {
        ComputationGraphConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(4)
                .graphBuilder()
                .addInputs("image")
                .addLayer("stem", convolution(), "image")
                .addLayer("a", convolution(), "stem")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "stem")
                .addLayer("b", convolution(), "sum")
                .addLayer("pooled", new GlobalPoolingLayer(), "b")
                .addLayer("dense", new DenseLayer.Builder().nOut(6).build(), "pooled")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "dense")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(8, 8, 1))
                .build();
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        return network;
    }

    private static StudyExecutor processes() {
        return HazelcastGrid.local(2, "-Xmx256m", "-XX:+UseSerialGC");
    }

    private static FeatureTransfer transfer(StudyExecutor where) {
        return FeatureTransfer.of(NETWORK)
                .data(DATA)
                .structured("age")
                .layers("stem", "sum", "b")
                .heads(Head.logistic(), Head.mlp())
                .plan(Kind.STAGED)
                .batchSize(8)
                .search(RandomSearch.trials(2).epochs(1))
                .maximize("accuracy")
                .on(watched(where));
    }

    @Test
    void featuresAreThoseOfThreadsAndCostWhatWasPlanned() {
        TransferResult expected = transfer(MopExecutor.threads(2)).run();
        PlannedTransfer planned = transfer(MopExecutor.threads(2)).plan();

        TransferResult found = transfer(processes()).run();

        assertSame(found, expected);
        // each output once, by whoever had the shard: this process has added none
        assertThat(found.cost().multiplyAccumulates()).isEqualTo(planned.plan().multiplyAccumulates(planned.work()));
        assertThat(found.cost().bytesWritten()).isEqualTo(planned.plan().bytesWritten(planned.work()));
        assertThat(found.cost().peakBytes()).isEqualTo(planned.plan().peakBytes(planned.work()));
    }

    @Test
    void aWorkerThatIsKilledIsDoneWithout() {
        TransferResult expected = transfer(MopExecutor.threads(2)).run();

        // in the fifth study, which goes on from what the passes before have kept
        Killing killing = new Killing(processes(), 4);
        TransferResult found = transfer(killing).run();

        assertThat(killing.killed()).isEqualTo(1);
        assertSame(found, expected);
    }

    @Test
    void featuresInFewerBitsAreThoseOfThreads() {
        StudyExecutor processes = processes();
        StudyExecutor.Hold workers = processes.hold();
        try {
            for (ElementType type : List.of(ElementType.FLOAT16, ElementType.UINT8)) {
                TransferResult expected =
                        transfer(MopExecutor.threads(2)).storeAs(type).run();

                assertSame(transfer(processes).storeAs(type).run(), expected);
            }
        } finally {
            workers.close();
        }
    }

    private static void assertSame(TransferResult found, TransferResult expected) {
        assertThat(found.table()).isEqualTo(expected.table());
        for (int i = 0; i < expected.results().size(); i++) {
            LayerResult row = expected.results().get(i);
            assertThat(bits(found.results().get(i).study().best().model()))
                    .as(row.name())
                    .isEqualTo(bits(row.study().best().model()));
        }
    }

    private static float[] bits(ComputationGraph model) {
        INDArray parameters = model.params();
        return parameters.dup('c').data().asFloat();
    }

    private static FineTuning tuning(StudyExecutor where) throws IOException {
        return FineTuning.of(NETWORK)
                .data(images())
                .space(SearchSpace.of(
                        categorical("freezeUpTo", "stem", "sum"), fixed("learningRate", 0.01), fixed("batchSize", 8)))
                .search(GridSearch.sequential().epochs(2))
                .maximize("accuracy")
                .batchSize(8)
                .budget(Budget.memory(1 << 20))
                .on(watched(where));
    }

    @Test
    void fineTuningIsThatOfThreads() throws IOException {
        FineTuningResult expected = tuning(MopExecutor.threads(2)).run();
        assertThat(expected.cost().multiplyAccumulates()).isPositive();

        FineTuningResult found = tuning(processes()).run();

        assertThat(found.cost().multiplyAccumulates()).isEqualTo(expected.cost().multiplyAccumulates());
        assertThat(found.cost().bytesWritten()).isEqualTo(expected.cost().bytesWritten());
        for (Trial trial : expected.study().ranking()) {
            Trial other = found.study().ranking().stream()
                    .filter(each -> each.id() == trial.id())
                    .findFirst()
                    .orElseThrow();
            assertThat(other.epochs().stream().map(EpochResult::metrics).toList())
                    .isEqualTo(trial.epochs().stream().map(EpochResult::metrics).toList());
            assertThat(bits(found.study().model(trial.id())))
                    .isEqualTo(bits(expected.study().model(trial.id())));
        }
    }

    /** Kills one of the processes when the first unit of a study has been trained. */
    private static final class Killing implements StudyExecutor {

        private final StudyExecutor processes;
        private final int study;
        private final Set<Long> before;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger kills = new AtomicInteger();

        Killing(StudyExecutor processes, int study) {
            this.processes = processes;
            this.study = study;
            this.before =
                    ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
        }

        int killed() {
            return kills.get();
        }

        @Override
        public <M> StudyHandle<M> start(StudyDefinition<M> definition) {
            boolean now = begun.getAndIncrement() == study;
            List<StudyListener> listeners = new ArrayList<>(definition.listeners());
            if (now) {
                listeners.add((event, progress) -> {
                    // here, so that the study cannot end before
                    if (event instanceof StudyEvent.UnitTrained && kills.compareAndSet(0, 1)) {
                        killOne();
                    }
                });
            }
            return processes.start(new StudyDefinition<>(
                    definition.space(),
                    definition.search(),
                    definition.handler(),
                    definition.data(),
                    definition.objectives(),
                    definition.metrics(),
                    definition.seed(),
                    definition.folder(),
                    definition.resume(),
                    definition.limits(),
                    definition.earlyStopping(),
                    listeners));
        }

        private void killOne() {
            ProcessHandle child = ProcessHandle.current()
                    .children()
                    .filter(process -> !before.contains(process.pid()))
                    .findFirst()
                    .orElseThrow();
            child.destroyForcibly();
            child.onExit().join();
        }

        @Override
        public <M> Replay<M> replay(StudyDefinition<M> definition, int trial, OptionalInt epoch) {
            return processes.replay(definition, trial, epoch);
        }

        @Override
        public Hold hold() {
            return processes.hold();
        }
    }
}
