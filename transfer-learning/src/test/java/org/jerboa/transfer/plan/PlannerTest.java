package org.jerboa.transfer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

    private static final InputType INPUT = InputType.feedForward(3);

    /** Dense layers and merges, each of one or two layers before it or of the input, with random widths. */
    private static LayerGraph random(int layers, Random random) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .validateOutputLayerConfig(false);
        List<String> names = new ArrayList<>(List.of("in"));
        Set<String> unread = new HashSet<>();
        for (int i = 0; i < layers; i++) {
            String name = "v" + i;
            String first = names.get(Math.max(0, names.size() - 1 - random.nextInt(3)));
            String second = names.get(Math.max(0, names.size() - 1 - random.nextInt(3)));
            unread.remove(first);
            if (first.equals(second) || random.nextBoolean()) {
                builder.addLayer(
                        name,
                        new DenseLayer.Builder().nOut(1 + random.nextInt(30)).build(),
                        first);
            } else {
                builder.addVertex(name, new MergeVertex(), first, second);
                unread.remove(second);
            }
            unread.add(name);
            names.add(name);
        }
        ComputationGraph network = new ComputationGraph(builder.setOutputs(unread.toArray(String[]::new))
                .setInputTypes(INPUT)
                .build());
        network.init();
        return TrainedNetwork.of(network, INPUT).graph();
    }

    private static List<String> some(LayerGraph graph, int count, Random random) {
        List<String> names = new ArrayList<>();
        graph.layers().stream().filter(layer -> !layer.isInput()).forEach(layer -> names.add(layer.name()));
        while (names.size() > count) {
            names.remove(random.nextInt(names.size()));
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({"12, 2, 4", "11, 2, 4", "9, 2, 8", "6, 3, 12", "5, 4, 8"})
    void noPlanOfAnySetsKeptIsCheaper(int layers, int compared, int graphs) {
        int feasible = 0;
        int staged = 0;
        for (int seed = 0; seed < graphs; seed++) {
            Random random = new Random(seed * 31L + layers);
            LayerGraph graph = random(layers, random);
            Workload work = new Workload(graph, some(graph, compared, random), 1 + random.nextInt(5));
            long most = TransferPlan.eager(work).peakBytes(work);
            for (long bytes : new long[] {most / 3, most * 2 / 3, most, 2 * most}) {
                String what = layers + " layers, seed " + seed + ", " + bytes + " bytes";
                long best = new Exhaustive(work, bytes).best();
                if (best == Long.MAX_VALUE) {
                    assertThatThrownBy(() -> Planner.plan(work, Budget.memory(bytes)))
                            .as(what)
                            .isInstanceOf(IllegalArgumentException.class);
                    continue;
                }
                TransferPlan plan = Planner.plan(work, Budget.memory(bytes));
                assertThat(Planner.cost(work, plan, false)).as(what).isEqualTo(best);
                assertThat(plan.peakBytes(work)).as(what).isLessThanOrEqualTo(bytes);
                feasible++;
                staged += plan.kind() == TransferPlan.Kind.STAGED ? 1 : 0;
            }
        }
        // the comparison must have had something to compare
        assertThat(feasible).isGreaterThan(graphs);
        if (compared > 3) {
            assertThat(staged).isPositive();
        }
    }

    /** Tries every division into passes and every set of layers to be kept between them; shares no code with the planner. */
    private record Exhaustive(Workload work, long bytes) {

        long best() {
            return best(0, Set.of());
        }

        private long best(int given, Set<String> from) {
            int count = work.layers().size();
            if (given == count) {
                return 0;
            }
            long best = Long.MAX_VALUE;
            List<GraphLayer> all = work.graph().layers().stream()
                    .filter(layer -> !layer.isInput())
                    .toList();
            for (int next = given + 1; next <= count; next++) {
                List<String> features = work.layers().subList(given, next);
                int subsets = next == count ? 1 : 1 << all.size();
                for (int members = 0; members < subsets; members++) {
                    Set<String> kept = new HashSet<>();
                    for (int i = 0; i < all.size(); i++) {
                        if ((members >> i & 1) == 1) {
                            kept.add(all.get(i).name());
                        }
                    }
                    List<String> later = work.layers().subList(next, count);
                    best = Math.min(best, through(next, from, features, kept, later));
                }
            }
            return best;
        }

        private long through(int next, Set<String> from, List<String> features, Set<String> kept, List<String> later) {
            Set<String> wanted = new HashSet<>(features);
            wanted.addAll(kept);
            long work = macs(from, wanted);
            if (work < 0 || (!kept.isEmpty() && macs(kept, new HashSet<>(later)) < 0)) {
                return Long.MAX_VALUE;
            }
            Set<String> held = new HashSet<>(kept);
            held.addAll(from);
            held.addAll(features);
            if (sum(held) > bytes) {
                return Long.MAX_VALUE;
            }
            long rest = best(next, kept);
            return rest == Long.MAX_VALUE ? rest : rest + work * this.work.examples() + sum(from);
        }

        private long sum(Collection<String> names) {
            return work.examples()
                    * names.stream()
                            .mapToLong(name -> work.graph().layer(name).elements() * Float.BYTES)
                            .sum();
        }

        /** -1 if something other than the kept layers is needed, where some are kept. */
        private long macs(Set<String> from, Set<String> wanted) {
            Set<String> visited = new HashSet<>();
            for (String name : wanted) {
                if (!visit(name, from, visited)) {
                    return -1;
                }
            }
            return visited.stream()
                    .mapToLong(name -> work.graph().layer(name).multiplyAccumulates())
                    .sum();
        }

        private boolean visit(String name, Set<String> from, Set<String> visited) {
            if (from.contains(name) || !visited.add(name)) {
                return true;
            }
            GraphLayer layer = work.graph().layer(name);
            if (layer.isInput()) {
                return from.isEmpty();
            }
            return layer.inputs().stream().allMatch(input -> visit(input, from, visited));
        }
    }

    /** A line of dense layers 3 -> 20 -> 10 -> 10 -> 2, of which the last three are compared. */
    private static Workload line() {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .validateOutputLayerConfig(false);
        String previous = "in";
        int[] widths = {20, 10, 10, 2};
        for (int i = 0; i < widths.length; i++) {
            int width = widths[i];
            String name = "d" + i;
            builder.addLayer(name, new DenseLayer.Builder().nOut(width).build(), previous);
            previous = name;
        }
        ComputationGraph network = new ComputationGraph(
                builder.setOutputs(previous).setInputTypes(INPUT).build());
        network.init();
        LayerGraph graph = TrainedNetwork.of(network, INPUT).graph();
        List<String> names = graph.layers().stream().map(GraphLayer::name).toList();
        return new Workload(graph, names.subList(2, 5), 100);
    }

    @Test
    void countsTheThreePlansOfALine() {
        Workload work = line();
        TransferPlan lazy = TransferPlan.lazy(work);
        TransferPlan eager = TransferPlan.eager(work);

        // 3*20 = 60, 20*10 = 200, 10*10 = 100, 10*2 = 20
        assertThat(eager.multiplyAccumulates(work)).isEqualTo(100 * (60 + 200 + 100 + 20));
        assertThat(lazy.multiplyAccumulates(work)).isEqualTo(100 * (3 * (60 + 200) + 2 * 100 + 20));
        assertThat(eager.peakBytes(work)).isEqualTo(100 * 4 * (10 + 10 + 2));
        assertThat(lazy.peakBytes(work)).isEqualTo(100 * 4 * 10);
        assertThat(eager.bytesWritten(work)).isEqualTo(100 * 4 * 22);
        assertThat(lazy.bytesRead(work)).isZero();
    }

    @Test
    void takesTheEagerPlanWhereItFits() {
        Workload work = line();

        TransferPlan plan = Planner.plan(work, Budget.memory(100 * 4 * 22));

        assertThat(plan.kind()).isEqualTo(TransferPlan.Kind.EAGER);
        assertThat(plan).isEqualTo(TransferPlan.eager(work));
    }

    @Test
    void goesOnFromWhatIsKeptWhereAllDoesNotFit() {
        Workload work = line();

        TransferPlan plan = Planner.plan(work, Budget.memory(100 * 4 * 20));

        assertThat(plan.kind()).isEqualTo(TransferPlan.Kind.STAGED);
        assertThat(plan.multiplyAccumulates(work))
                .isEqualTo(TransferPlan.eager(work).multiplyAccumulates(work));
        assertThat(plan.peakBytes(work)).isLessThanOrEqualTo(100 * 4 * 20);
    }

    @Test
    void beginsAgainWhereNothingCanBeKept() {
        Workload work = line();

        TransferPlan plan = Planner.plan(work, Budget.memory(100 * 4 * 10));

        assertThat(plan.passes().get(1).from()).containsExactly("in");
        assertThat(plan.peakBytes(work)).isLessThanOrEqualTo(100 * 4 * 10);
    }

    @Test
    void saysHowMuchIsNeeded() {
        Workload work = line();

        assertThatThrownBy(() -> Planner.plan(work, Budget.memory(3999).disk(Path.of("x"), 3000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no plan fits into 3999 bytes of memory or 3000 bytes of disk")
                .hasMessageContaining("need at least 4000 bytes");
        assertThat(Planner.plan(work, Budget.memory(4000)).peakBytes(work)).isEqualTo(4000);
    }

    @Test
    void goesToTheDiskWhereTheHeapIsTooSmall() {
        Workload work = line();
        Budget budget = Budget.memory(10).disk(Path.of("x"), 1 << 20);

        assertThat(Planner.plan(work, budget).kind()).isEqualTo(TransferPlan.Kind.EAGER);
        assertThat(TransferPlan.eager(work).peakBytes(work)).isGreaterThan(budget.memoryBytes());
    }

    @Test
    void refusesALayerTwice() {
        Workload work = line();
        String layer = work.layers().get(0);

        assertThatThrownBy(() -> new Workload(work.graph(), List.of(layer, layer), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }
}
