package org.jerboa.transfer;

import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.TransferPlan.Kind;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyHandle;
import org.nd4j.linalg.activations.Activation;

/** What {@link LimitedMemoryIT} runs in JVMs of their own: one transfer after another, each with a plan and a budget. */
final class LimitedMemoryMain {

    /** Bytes of a layer's output for one image: 8 channels of 32 by 32. */
    static final int LAYER = 8 * 32 * 32 * 4;

    private static final int SIDE = 32;
    private static final int SHARDS = 4;

    private LimitedMemoryMain() {}

    /** @param arguments folder, and {@code IMAGES:LAYERS:PLAN:BUDGET} for each transfer; the layers are the first ones of the network */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        for (String transfer : Arrays.asList(arguments).subList(1, arguments.length)) {
            String[] parts = transfer.split(":", -1);
            Budget budget = switch (parts[3]) {
                case "default" -> Budget.heap();
                case "disk" -> Budget.heap().disk(folder, 1L << 40);
                // a promise that the JVM cannot keep
                default -> Budget.memory(1L << 40);
            };
            String outcome = outcome(folder, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2], budget);
            // on a line of its own, whatever the tool has logged
            System.out.println("\n" + transfer + ": " + outcome);
        }
    }

    private static String outcome(Path folder, int images, int layers, String plan, Budget budget) {
        Observing executor = new Observing(folder);
        FeatureTransfer transfer = FeatureTransfer.of(network())
                .data(images(images))
                .layers(names().subList(0, layers).toArray(String[]::new))
                .pooling(Pooling.FLATTEN)
                .budget(budget)
                .search(RandomSearch.trials(1).epochs(1))
                .maximize("accuracy")
                .on(watched(executor));
        if (!plan.equals("chosen")) {
            transfer.plan(Kind.valueOf(plan));
        }
        try {
            PlannedTransfer planned = transfer.plan();
            TransferResult result = transfer.run();
            return "finished " + planned.plan().kind() + " counted "
                    + result.cost().peakBytes() + " heap " + executor.heap + " files " + executor.files + " results "
                    + results(result, executor);
        } catch (IllegalArgumentException e) {
            return "refused, " + e.getMessage();
        }
    }

    /** A number that differs if one bit of any feature or downstream model does. */
    private static String results(TransferResult result, Observing executor) {
        List<String> all = new ArrayList<>(executor.fingerprints);
        result.results().forEach(row -> {
            float[] parameters =
                    row.study().best().model().params().dup().data().asFloat();
            all.add(row.name() + " " + Arrays.hashCode(parameters));
        });
        return Integer.toHexString(all.hashCode());
    }

    private static List<String> names() {
        return List.of("a", "b", "c", "d", "e", "f", "g", "h");
    }

    private static MultiLayerNetwork network() {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder().seed(1).list();
        for (String name : names()) {
            layers.layer(new ConvolutionLayer.Builder(3, 3)
                    .name(name)
                    .nOut(8)
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(Activation.RELU)
                    .build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(
                layers.layer(new OutputLayer.Builder().nOut(2).build())
                        .setInputType(InputType.convolutional(SIDE, SIDE, 1))
                        .build());
        network.init();
        return network;
    }

    /** Noise: three shards of it to learn from, and one to compare by. */
    private static Dataset images(int count) {
        Random random = new Random(2);
        List<Shard> shards = new ArrayList<>();
        int each = count / SHARDS;
        for (int i = 0; i < SHARDS; i++) {
            int[] pixels = random.ints((long) each * SIDE * SIDE, 0, 256).toArray();
            int[] classes = random.ints(each, 0, 2).toArray();
            boolean training = i < SHARDS - 1;
            shards.add(Shard.of(
                    training ? Split.TRAINING : Split.VALIDATION,
                    training ? i : 0,
                    Examples.of(
                            Tensor.ofInts(TensorSpec.features("image", ElementType.UINT8, 1, SIDE, SIDE), pixels),
                            Tensor.ofInts(TensorSpec.classes("class", 2), classes))));
        }
        return Dataset.of("noise", 2, shards);
    }

    /**
     * Looks at the memory when a study begins and all that its pass gives has been computed: all that it read and stored is held then. What is on the heap is
     * counted after a collection and beyond what was there before the transfer.
     */
    private static final class Observing implements StudyExecutor {

        private final StudyExecutor threads = MopExecutor.threads(1);
        private final long before = heapInUse();
        private final List<String> fingerprints = new ArrayList<>();
        private WeakReference<Dataset> last = new WeakReference<>(null);
        private final Path folder;
        private long heap;
        private long files;

        Observing(Path folder) {
            this.folder = folder;
        }

        @Override
        public <M> StudyHandle<M> start(StudyDefinition<M> study) {
            while (!last.refersTo(null)) {
                // a thread of the study before may not have ended yet
                System.gc();
            }
            last = new WeakReference<>(study.data());
            fingerprints.addAll(computeAll(study.data()));
            heap = Math.max(heap, heapInUse() - before);
            files = Math.max(files, bytesIn(folder));
            fingerprints.add(study.data().fingerprint());
            return threads.start(study);
        }

        /** Has all that the pass gives computed, and answers checksums of it. */
        private static List<String> computeAll(Dataset data) {
            List<String> checksums = new ArrayList<>();
            try {
                for (Split split : Split.values()) {
                    for (Shard shard : data.shards(split)) {
                        checksums.add(Long.toHexString(shard.open().checksum()));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return checksums;
        }

        @Override
        public <M> Replay<M> replay(StudyDefinition<M> study, int trial, OptionalInt epoch) {
            return threads.replay(study, trial, epoch);
        }

        private static long heapInUse() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }

        private static long bytesIn(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                return files.mapToLong(file -> file.toFile().length()).sum();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
