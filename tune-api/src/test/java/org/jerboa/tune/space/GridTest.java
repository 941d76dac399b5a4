package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.atLeast;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class GridTest {

    private static final long SEED = 20_250_106;

    @Test
    void firstParameterChangesFastest() {
        Grid grid = SearchSpace.of(categorical("a", "p", "q"), real("x", 0, 1), fixed("f", 7), integer("n", 1, 2))
                .grid(3);
        assertThat(grid.size()).isEqualTo(12);
        assertThat(grid.stream().limit(4).map(Configuration::text))
                .containsExactly(
                        "a=p, f=7, n=1, x=0.0", "a=q, f=7, n=1, x=0.0", "a=p, f=7, n=1, x=0.5", "a=q, f=7, n=1, x=0.5");
        assertThat(grid.get(11).text()).isEqualTo("a=q, f=7, n=2, x=1.0");
    }

    @Test
    void parentsWaitForTheirChildren() {
        Grid grid = SearchSpace.of(
                        categorical("model", "svm", "mlp"),
                        categorical("kernel", "rbf", "linear").when("model", "svm"),
                        bool("probe"),
                        integer("degree", 2, 3).when("kernel", "rbf"))
                .grid(5);
        assertThat(grid.stream().map(Configuration::text))
                .containsExactly(
                        "degree=2, kernel=rbf, model=svm, probe=false",
                        "degree=3, kernel=rbf, model=svm, probe=false",
                        "kernel=linear, model=svm, probe=false",
                        "model=mlp, probe=false",
                        "degree=2, kernel=rbf, model=svm, probe=true",
                        "degree=3, kernel=rbf, model=svm, probe=true",
                        "kernel=linear, model=svm, probe=true",
                        "model=mlp, probe=true");
    }

    @Test
    void onePointIsTheMiddle() {
        Grid grid = SearchSpace.of(real("lr").log(1e-4, 1), integer("n", 0, 10), bool("b"))
                .grid(1);
        assertThat(grid.stream().map(Configuration::text))
                .containsExactly("b=false, lr=0.01, n=5", "b=true, lr=0.01, n=5");
    }

    @Test
    void isNeverMaterialised() {
        Parameter[] many = IntStream.range(0, 62).mapToObj(i -> bool("b" + i)).toArray(Parameter[]::new);
        SearchSpace space = SearchSpace.of(many);
        Grid grid = space.grid(1);
        assertThat(grid.size()).isEqualTo(1L << 62);
        long index = 0x2AAAAAAAAAAAAAAAL;
        Configuration configuration = grid.get(index);
        for (int i = 0; i < 62; i++) {
            assertThat(configuration.getBoolean("b" + i)).isEqualTo((index >> i & 1) == 1);
        }
    }

    @Test
    void deepTreesStaySmall() {
        // 2^40 paths in the tree of branches, but only one node for each parameter.
        List<Parameter> chain = new ArrayList<>(List.of(categorical("p0", 0, 1, 2)));
        for (int i = 1; i < 40; i++) {
            chain.add(categorical("p" + i, 0, 1, 2).when("p" + (i - 1), 0, 1));
        }
        Grid grid = SearchSpace.of(chain).grid(1);
        // s(40) = 3 and s(i) = 2 s(i+1) + 1, so s(1) = 2^41 - 1
        assertThat(grid.size()).isEqualTo((1L << 41) - 1);
        assertThat(grid.get(0).names()).hasSize(40);
        assertThat(grid.get(grid.size() - 1).text()).isEqualTo("p0=2");
    }

    @Test
    void refusesMoreThanALongCanCount() {
        Parameter[] many = IntStream.range(0, 63).mapToObj(i -> bool("b" + i)).toArray(Parameter[]::new);
        SearchSpace space = SearchSpace.of(many);
        assertThat(space.gridSize(1)).isEqualTo(BigInteger.ONE.shiftLeft(63));
        assertThatThrownBy(() -> space.grid(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the grid of 3 points per real parameter has 9223372036854775808 configurations, more than"
                        + " can be numbered by a long; use fewer points");
    }

    @Test
    void aHugeBranchThatNoGridValueActivatesDoesNotCount() {
        List<Parameter> parameters = new ArrayList<>(List.of(integer("n", 0, 10)));
        for (int i = 0; i < 70; i++) {
            parameters.add(bool("b" + i).when("n", 3));
        }
        SearchSpace space = SearchSpace.of(parameters);
        assertThat(space.grid(3).stream().map(Configuration::text)).containsExactly("n=0", "n=5", "n=10");
        assertThat(space.gridSize(11)).isEqualTo(BigInteger.ONE.shiftLeft(70).add(BigInteger.TEN));
    }

    @Test
    void refusesNumbersAndPointsOutOfRange() {
        SearchSpace space = SearchSpace.of(bool("b"));
        assertThatThrownBy(() -> space.grid(2).get(2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("index (2) must lie between 0 and 1");
        assertThatThrownBy(() -> space.grid(2).get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> space.grid(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A parameter of a random tree, with its activity told a second time for the oracle. */
    private record Planned(Parameter parameter, String parent, Predicate<Object> active) {}

    @RepeatedTest(200)
    void agreesWithBruteForce(RepetitionInfo repetition) {
        RandomGenerator random = RandomStreams.stream(SEED, repetition.getCurrentRepetition());
        List<Planned> plan = randomTree(random);
        SearchSpace space = SearchSpace.of(plan.stream().map(Planned::parameter).toList());
        int points = 1 + random.nextInt(3);
        Set<String> expected = new HashSet<>();
        enumerate(plan, points, new LinkedHashMap<>(), expected);

        Grid grid = space.grid(points);
        List<String> listed = grid.stream().map(Configuration::text).toList();

        String where = "seed " + SEED + ", repetition " + repetition.getCurrentRepetition() + "\n" + space;
        assertThat(listed).as(where).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(grid.size()).as(where).isEqualTo(expected.size());
        assertThat(space.gridSize(points)).as(where).isEqualTo(BigInteger.valueOf(expected.size()));
        assertThat(grid.stream()).as(where).allMatch(space::contains);
    }

    private static List<Planned> randomTree(RandomGenerator random) {
        List<Planned> plan = new ArrayList<>();
        int count = 1 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            Parameter parameter = switch (random.nextInt(5)) {
                case 0 -> real("p" + i, 0, 1);
                case 1 -> integer("p" + i, 1, 4);
                case 2 -> bool("p" + i);
                case 3 -> fixed("p" + i, 5);
                default -> categorical("p" + i, 10, 11, 12);
            };
            List<Parameter> parents = plan.stream()
                    .map(Planned::parameter)
                    .filter(parent -> !(parent instanceof RealParameter))
                    .toList();
            if (parents.isEmpty() || random.nextInt(3) == 0) {
                plan.add(new Planned(parameter, "", value -> true));
                continue;
            }
            Parameter parent = parents.get(random.nextInt(parents.size()));
            if (parent instanceof IntegerParameter && random.nextBoolean()) {
                long least = 1 + random.nextLong(4);
                plan.add(new Planned(
                        parameter.when(parent.name(), atLeast(least)), parent.name(), value -> (Long) value >= least));
            } else {
                List<Object> values = new ArrayList<>(parent.gridValues(4));
                values.removeIf(value -> random.nextBoolean());
                if (values.isEmpty()) {
                    values.add(parent.gridValues(4).get(0));
                }
                plan.add(new Planned(parameter.when(parent.name(), values.toArray()), parent.name(), values::contains));
            }
        }
        return plan;
    }

    private static void enumerate(List<Planned> rest, int points, Map<String, Object> soFar, Set<String> found) {
        if (rest.isEmpty()) {
            found.add(Configuration.of(soFar).text());
            return;
        }
        Planned next = rest.get(0);
        List<Planned> others = rest.subList(1, rest.size());
        Object parentValue = soFar.get(next.parent());
        boolean active =
                next.parent().isEmpty() || (parentValue != null && next.active().test(parentValue));
        if (!active) {
            enumerate(others, points, soFar, found);
            return;
        }
        for (Object value : next.parameter().gridValues(points)) {
            Map<String, Object> longer = new LinkedHashMap<>(soFar);
            longer.put(next.parameter().name(), value);
            enumerate(others, points, longer, found);
        }
    }
}
