package org.jerboa.transfer.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.tune.space.Parameter.categorical;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

class FineTuneRunTest {

    /** Names that become one where folders cannot be called so, or differ in case alone. */
    private static final List<String> LAYERS = List.of("conv/1", "conv_1", "Conv_1");

    /** A line of convolutions, of images of 2 channels, 8 by 8, in 3 classes. */
    private static ComputationGraph convolutions() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(4)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(SampleNetworks.IMAGE);
        String before = "image";
        for (String layer : LAYERS) {
            graph.addLayer(layer, new ConvolutionLayer.Builder(3, 3).nOut(2).build(), before);
            before = layer;
        }
        OutputLayer output =
                new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
        ComputationGraph network = new ComputationGraph(
                graph.addLayer("out", output, before).setOutputs("out").build());
        network.init();
        return network;
    }

    @Test
    void filesHoldWhatTheHeapHoldsWhateverLayersAreCalled(@TempDir Path folder) throws IOException {
        FineTuneProblem problem = FineTuning.of(convolutions())
                .data(Sets.images(2, 8, 8))
                .space(SearchSpace.of(categorical("freezeUpTo", LAYERS.toArray())))
                .problem();
        ReusePlan onHeap = ReusePlan.of(problem.work(), LAYERS, false);
        ReusePlan inFiles = ReusePlan.of(problem.work(), LAYERS, true);
        Budget files = Budget.memory(0).disk(folder, 1 << 20);
        try (FineTuneRun one = new FineTuneRun(problem, onHeap, Budget.heap(), 8);
                FineTuneRun other = new FineTuneRun(problem, inFiles, files, 8)) {
            Dataset heap = one.learn(data -> data);

            Dataset disk = other.learn(data -> data);

            for (Split split : Split.values()) {
                for (int shard = 0; shard < heap.shards(split).size(); shard++) {
                    assertSameOutputs(
                            disk.shards(split).get(shard), heap.shards(split).get(shard));
                }
            }
            assertThat(other.cost().bytesWritten()).isEqualTo(problem.work().bytesStored(LAYERS));
            int shards = heap.shards(Split.TRAINING).size()
                    + heap.shards(Split.VALIDATION).size()
                    + heap.shards(Split.TEST).size();
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left.map(path -> path.getFileName().toString().toLowerCase(Locale.ROOT)))
                        .hasSize(LAYERS.size() * shards)
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static void assertSameOutputs(Shard found, Shard expected) throws IOException {
        for (String layer : LAYERS) {
            String name = FrozenInputs.tensor(layer);
            assertThat(found.open().tensor(name).raw())
                    .as("%s of %s", layer, expected)
                    .isEqualTo(expected.open().tensor(name).raw());
        }
    }
}
