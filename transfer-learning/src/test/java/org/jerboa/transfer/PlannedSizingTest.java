package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Cluster;
import org.jerboa.transfer.plan.RunningNetwork;
import org.jerboa.transfer.plan.SizingRules;
import org.jerboa.transfer.plan.TransferPlan;
import org.jerboa.transfer.plan.TransferPlan.Kind;
import org.jerboa.transfer.plan.WorkerSizing;
import org.jerboa.transfer.plan.Workload;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.Test;

/** Sizes of workers that are taken from a plan. */
class PlannedSizingTest {

    private static final int EXAMPLES = 40;
    private static final int BATCH = 5;

    /** So that nothing but what the plan takes is counted. */
    private static final SizingRules PLAN_ALONE =
            SizingRules.vista().system(0).core(0).copies(1);

    private static FeatureTransfer transfer() {
        Examples examples = Examples.of(
                Tensor.ofFloats(
                        TensorSpec.features("image", ElementType.FLOAT32, 2, 8, 8), new float[EXAMPLES * 2 * 8 * 8]),
                Tensor.ofInts(TensorSpec.classes("class", 2), new int[EXAMPLES]));
        return FeatureTransfer.of(SampleNetworks.branches())
                .data(Dataset.of("black", 1, List.of(Shard.of(Split.TRAINING, 0, examples))))
                .layers("stem", "sum")
                .pooling(Pooling.FLATTEN)
                .batchSize(BATCH);
    }

    @Test
    void countsParametersOnceAndAMinibatchForEachThread() {
        long memory = 10_000_000;
        long downstream = 3000;
        Cluster cluster = new Cluster(1, 8, memory);

        WorkerSizing sizing = transfer().plan(Kind.EAGER).plan().sizing(cluster, downstream, PLAN_ALONE);

        // floats of one example: image 128; "stem", "stemRelu", "a", "b" and "sum" 256 each
        long outputs = 128 + 5 * 256;
        // "stem" is read by "stemRelu" and "sum"; "stemRelu", "a" and "b" once each
        long copies = 128 + 2 * 256 + 3 * 256;
        long minibatches = 2 * BATCH * 4 * (outputs + copies);
        // 3 by 3 convolutions: "stem" of 2 channels, "a" and "b" of 4, "wide" of 4 to 3; "class" of 11 to 3
        long parameters = 4 * (4 * (2 * 9 + 1) + 2 * 4 * (4 * 9 + 1) + 3 * (4 * 9 + 1) + 3 * (11 + 1));
        long written = EXAMPLES * 4 * 2 * 256;
        assertThat(sizing.threads()).isEqualTo(7);
        assertThat(sizing.running()).isEqualTo(7 * (minibatches + downstream));
        assertThat(sizing.shards()).isEqualTo(7);
        assertThat(sizing.user()).isEqualTo(parameters + written);
        assertThat(sizing.storage()).isEqualTo(memory - sizing.running() - sizing.user());
        assertThat(sizing.holdsAll()).isTrue();
    }

    @Test
    void countsOneLayerInTheSingular() {
        PlannedTransfer two = transfer().plan(Kind.STAGED).plan();
        PlannedTransfer one = transfer().layers("stem").plan(Kind.STAGED).plan();

        assertThat(two.explain()).startsWith("staged plan for 2 layers of 40 examples: 2 passes, stored on the heap");
        assertThat(one.explain()).startsWith("eager plan for 1 layer of 40 examples: 1 pass, stored on the heap");
    }

    @Test
    void smallerMinibatchesGiveMoreThreads() {
        Cluster cluster = new Cluster(1, 8, 800_000);

        WorkerSizing few = transfer().plan().sizing(cluster, 0, PLAN_ALONE);
        WorkerSizing many = transfer().batchSize(1).plan().sizing(cluster, 0, PLAN_ALONE);

        assertThat(few.threads()).isBetween(1, 6);
        assertThat(many.threads()).isEqualTo(7);
    }

    @Test
    void refusesNodesThatVistasConstantsAloneFill() {
        PlannedTransfer planned = transfer().plan();

        assertThatThrownBy(() -> planned.sizing(new Cluster(2, 8, 5_400_000_000L), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a node of 5400.0 MB has no room for outputs beside one thread");
        assertThatThrownBy(() -> planned.sizing(new Cluster(2, 8, 32L << 30), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("downstreamBytes (-1)");
    }

    @Test
    void thePageOnPlansShowsWhatIsPrinted() throws IOException {
        TrainedNetwork network = TrainedNetwork.of(
                SqueezeNet.builder()
                        .numClasses(1000)
                        .inputShape(new int[] {3, 227, 227})
                        .build()
                        .init(),
                InputType.convolutional(227, 227, 3));
        Workload work = new Workload(network.graph(), List.of("fire5", "fire7", "fire9"), 100_000);
        RunningNetwork running = new RunningNetwork(4 * network.parameters().length(), 32);
        PlannedTransfer planned = new PlannedTransfer(work, TransferPlan.eager(work), Budget.heap(), running);

        String printed = planned.sizing(new Cluster(4, 16, 64L << 30), 100 << 20)
                .explain()
                .replace(System.lineSeparator(), "\n");

        assertThat(printed).isEqualTo(shown("../docs/feature-plans.md"));
    }

    private static String shown(String page) throws IOException {
        Matcher block =
                Pattern.compile("(?s)```\\n(\\d+ threads on each .*?)```").matcher(Files.readString(Path.of(page)));
        assertThat(block.find()).as("%s shows a sizing", page).isTrue();
        return block.group(1);
    }
}
