package org.jerboa.transfer.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Planner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReusePlannerTest {

    private static final int INPUT_BYTES = 24;

    /** Dense layers and merges {@code v0}, {@code v1} and so on, each of one or two before it, and {@code out} behind all of them. */
    private static LayerGraph random(int layers, Random random) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .validateOutputLayerConfig(false)
                .setInputTypes(InputType.feedForward(6));
        List<String> names = new ArrayList<>(List.of("in"));
        Set<String> unread = new HashSet<>();
        for (int i = 0; i < layers; i++) {
            String name = "v" + i;
            String first = names.get(Math.max(0, names.size() - 1 - random.nextInt(3)));
            String second = names.get(Math.max(0, names.size() - 1 - random.nextInt(3)));
            unread.remove(first);
            if (first.equals(second) || random.nextBoolean()) {
                builder.addLayer(name, dense(1 + random.nextInt(30)), first);
            } else {
                builder.addVertex(name, new MergeVertex(), first, second);
                unread.remove(second);
            }
            unread.add(name);
            names.add(name);
        }
        builder.addVertex("all", new MergeVertex(), unread.stream().sorted().toArray(String[]::new))
                .addLayer("out", dense(2), "all")
                .setOutputs("out");
        return graph(builder);
    }

    private static DenseLayer dense(int width) {
        return new DenseLayer.Builder().nOut(width).build();
    }

    private static LayerGraph graph(GraphBuilder builder) {
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        return TrainedNetwork.of(network, InputType.feedForward(6)).graph();
    }

    private static FrozenPart part(LayerGraph graph, String upTo) {
        return FrozenPart.of(graph, upTo, graph.outputs(), false, name -> false);
    }

    private static ReuseWork work(LayerGraph graph, int epochs, String... depths) {
        List<FrozenPart> parts =
                List.of(depths).stream().map(depth -> part(graph, depth)).toList();
        return new ReuseWork(graph, parts, Map.of("in", (long) INPUT_BYTES), 10, 8, epochs);
    }

    @ParameterizedTest
    @CsvSource({"4, 12", "6, 10", "7, 4"})
    void noChoiceOfWhatIsStoredLoadedAndComputedIsCheaper(int layers, int graphs) {
        Set<Integer> stored = new HashSet<>();
        for (int seed = 0; seed < graphs; seed++) {
            Random random = new Random(seed * 31L + layers);
            LayerGraph graph = random(layers, random);
            // a depth on the way, several layers at once, and nearly everything; few visits make storing doubtful
            ReuseWork work = work(
                    graph,
                    3 * (1 + random.nextInt(4)),
                    "v" + (layers / 2),
                    "v" + (layers / 2 - 1) + ", v" + (layers - 2),
                    "v" + (layers - 1));
            long most = work.bytesStored(work.candidates());
            for (long bytes : new long[] {0, most / 6, most / 3, most}) {
                String what = layers + " layers, seed " + seed + ", " + bytes + " bytes";
                double best = new Exhaustive(work, bytes, 1).best();

                ReusePlan plan = ReusePlanner.plan(work, Budget.memory(bytes));

                assertThat(plan.cost()).as(what).isEqualTo(best);
                assertThat(work.bytesStored(plan.stored())).as(what).isLessThanOrEqualTo(bytes);
                assertThat(ReusePlanner.bySteps(work, bytes).cost()).as(what).isGreaterThanOrEqualTo(best);
                stored.add(plan.stored().size());
            }
        }
        // the comparison must have had something to compare
        assertThat(stored).contains(0, 1, 2);
    }

    /** Tries every set of stored layers, and for each part every layer left out, loaded and computed. Shares no code with the planner. */
    private record Exhaustive(ReuseWork work, long room, long price) {

        double best() {
            List<String> all = work.candidates();
            double best = Double.POSITIVE_INFINITY;
            for (int members = 0; members < 1 << all.size(); members++) {
                Set<String> stored = new HashSet<>();
                for (int i = 0; i < all.size(); i++) {
                    if ((members >> i & 1) == 1) {
                        stored.add(all.get(i));
                    }
                }
                long bytes = 4
                        * work.examples()
                        * stored.stream()
                                .mapToLong(name -> layer(name).elements())
                                .sum();
                if (bytes <= room) {
                    double cost = work.examples() * macs(stored) + bytes * price;
                    for (FrozenPart part : work.parts()) {
                        cost += (double) work.visited()
                                * work.epochs()
                                / work.parts().size()
                                * of(part, stored);
                    }
                    best = Math.min(best, cost);
                }
            }
            return best;
        }

        private GraphLayer layer(String name) {
            return work.graph().layer(name);
        }

        private long macs(Collection<String> wanted) {
            Set<String> visited = new HashSet<>();
            wanted.forEach(name -> visit(name, visited));
            return visited.stream()
                    .mapToLong(name -> layer(name).multiplyAccumulates())
                    .sum();
        }

        private void visit(String name, Set<String> visited) {
            if (visited.add(name)) {
                layer(name).inputs().forEach(input -> visit(input, visited));
            }
        }

        private static final int LOADED = 1;
        private static final int COMPUTED = 2;

        private long of(FrozenPart part, Set<String> stored) {
            List<String> names = part.frozen();
            int states = (int) Math.pow(3, names.size());
            long best = Long.MAX_VALUE;
            for (int code = 0; code < states; code++) {
                best = Math.min(best, of(part, stored, code));
            }
            return best;
        }

        private long of(FrozenPart part, Set<String> stored, int code) {
            List<String> names = part.frozen();
            long cost = 0;
            int left = code;
            Set<String> present = new HashSet<>();
            Set<String> needed = new HashSet<>(part.boundary());
            for (String name : names) {
                int state = left % 3;
                left /= 3;
                boolean input = layer(name).isInput();
                if ((state == LOADED && !input && !stored.contains(name)) || (state == COMPUTED && input)) {
                    return Long.MAX_VALUE;
                }
                if (state == LOADED) {
                    cost += input ? INPUT_BYTES : layer(name).elements() * 4 * price;
                }
                if (state == COMPUTED) {
                    cost += layer(name).multiplyAccumulates();
                    needed.addAll(layer(name).inputs());
                }
                if (state > 0) {
                    present.add(name);
                }
            }
            return present.containsAll(needed) ? cost : Long.MAX_VALUE;
        }
    }

    /** 6 -> 100 -> 5 -> 50 -> ... in a line, {@code d0} to {@code d(layers - 1)}. */
    private static LayerGraph line(int layers) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .validateOutputLayerConfig(false)
                .setInputTypes(InputType.feedForward(6));
        String previous = "in";
        for (int i = 0; i < layers; i++) {
            builder.addLayer("d" + i, dense(i % 2 == 0 ? 100 : 5), previous);
            previous = "d" + i;
        }
        return graph(builder.addLayer("out", dense(2), previous).setOutputs("out"));
    }

    @Test
    void storesWhatTheTrainedPartsReadOfALargeNetwork() {
        ReuseWork work = work(line(20), 100, "d9", "d15");

        ReusePlan plan = ReusePlanner.plan(work, Budget.memory(1 << 20));

        assertThat(work.candidates()).hasSizeGreaterThan(ReusePlanner.ALL);
        assertThat(plan.stored()).containsExactly("d9", "d15");
        assertThat(plan.reuse("d9").loads()).containsExactly("d9");
        assertThat(plan.reuse("d15").computes()).isEmpty();
        // 6*100 + 15 layers of 500, once for each of 10 examples
        assertThat(plan.multiplyAccumulates(work)).isEqualTo(10 * (600 + 15 * 500));
    }

    @Test
    void goesOnFromANarrowOutputWhereTheWideOneDoesNotFit() {
        // d16 has 100 numbers, d15 has 5: 10 examples of 20 bytes fit, of 400 do not
        ReuseWork work = work(line(20), 100, "d16");

        ReusePlan plan = ReusePlanner.plan(work, Budget.memory(200));

        assertThat(plan.stored()).containsExactly("d15");
        assertThat(plan.reuse("d16").loads()).containsExactly("d15");
        assertThat(plan.reuse("d16").computes()).containsExactly("d16");
    }

    @Test
    void goesToTheDiskWhereTheHeapIsTooSmallAndReadingIsCheaperThanComputing() {
        ReuseWork work = work(line(6), 100, "d5");

        // d5 is 5 numbers of 4 bytes, which cost 20 each to read from a disk; computing it from the image costs 3100
        assertThat(ReusePlanner.plan(work, Budget.memory(0).disk(Path.of("x"), 1000))
                        .onDisk())
                .isTrue();
        assertThat(ReusePlanner.plan(work, Budget.memory(1000).disk(Path.of("x"), 1000))
                        .onDisk())
                .isFalse();
        assertThat(Planner.DISK_BYTE).isEqualTo(20);
    }

    @Test
    void storesNothingForASingleLook() {
        LayerGraph graph = line(4);
        ReuseWork once = new ReuseWork(graph, List.of(part(graph, "d3")), Map.of("in", 24L), 10, 8, 1);

        ReusePlan plan = ReusePlanner.plan(once, Budget.memory(1 << 20));

        assertThat(plan.stored()).isEmpty();
        assertThat(plan.reuse("d3").loads()).containsExactly("in");
    }
}
