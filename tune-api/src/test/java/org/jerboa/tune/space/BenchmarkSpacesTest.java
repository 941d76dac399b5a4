package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.tune.space.Parameter.atLeast;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.stream.Stream;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The search spaces on which search algorithms are measured, in the words of this package. */
class BenchmarkSpacesTest {

    private static final long SEED = 20_250_107;

    static Stream<Arguments> spaces() {
        return Stream.of(
                space("branin2", real("x1", -5, 10), real("x2", 0, 15)),
                space(
                        "hartmann6",
                        real("x1", 0, 1),
                        real("x2", 0, 1),
                        real("x3", 0, 1),
                        real("x4", 0, 1),
                        real("x5", 0, 1),
                        real("x6", 0, 1)),
                space(
                        "rosenbrock4",
                        real("x1", -2.048, 2.048),
                        real("x2", -2.048, 2.048),
                        real("x3", -2.048, 2.048),
                        real("x4", -2.048, 2.048)),
                space(
                        "ackley5s",
                        real("x1", -32.768, 32.768),
                        real("x2", -32.768, 32.768),
                        real("x3", -32.768, 32.768),
                        real("x4", -32.768, 32.768),
                        real("x5", -32.768, 32.768)),
                space(
                        "mlpmix6",
                        real("lr").log(1e-05, 0.1),
                        real("wd").log(1e-08, 0.01),
                        integer("layers", 1, 6),
                        integer("units").log(16, 1024),
                        real("dropout", 0.0, 0.6).step(0.05),
                        categorical("act", "relu", "tanh", "gelu", "sigmoid")),
                space(
                        "cond3",
                        categorical("model", "svm", "forest", "mlp"),
                        real("svm_C").log(0.001, 1000.0).when("model", "svm"),
                        categorical("svm_kernel", "rbf", "linear", "poly").when("model", "svm"),
                        real("svm_gamma").log(0.0001, 10).when("svm_kernel", "rbf"),
                        integer("svm_degree", 2, 5).when("svm_kernel", "poly"),
                        integer("rf_trees").log(10, 1000).when("model", "forest"),
                        integer("rf_depth", 2, 32).when("model", "forest"),
                        real("rf_minleaf").log(0.0005, 0.2).when("model", "forest"),
                        real("mlp_lr").log(1e-05, 1).when("model", "mlp"),
                        integer("mlp_width").log(8, 512).when("model", "mlp"),
                        real("mlp_momentum", 0, 0.99).when("model", "mlp")),
                space("noisylevy4", real("x1", -10, 10), real("x2", -10, 10), real("x3", -10, 10), real("x4", -10, 10)),
                space(
                        "rastrigin3q",
                        real("x1", -5, 5).step(0.05),
                        real("x2", -5, 5).step(0.05),
                        real("x3", -5, 5).step(0.05)),
                space(
                        "lcA",
                        real("lr").log(1e-05, 1),
                        real("wd").log(1e-07, 0.1),
                        integer("width").log(16, 1024),
                        real("drop", 0, 0.8)),
                space(
                        "layered",
                        integer("n_layers", 1, 4),
                        integer("units_1").log(16, 512),
                        integer("units_2").log(16, 512).when("n_layers", atLeast(2)),
                        integer("units_3").log(16, 512).when("n_layers", atLeast(3))));
    }

    private static Arguments space(String name, Parameter... parameters) {
        return Arguments.of(name, SearchSpace.of(parameters));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spaces")
    void samplesSurviveTheUnitCubeAndTheirTexts(String name, SearchSpace space) {
        for (int trial = 0; trial < 200; trial++) {
            int number = trial;
            Configuration configuration = space.sample(parameter ->
                    RandomStreams.stream(SEED, name, number, parameter).nextDouble());
            space.validate(configuration);
            assertThat(space.decode(space.encode(configuration)))
                    .as("seed %d, trial %d", SEED, trial)
                    .isEqualTo(configuration);
            assertThat(space.parse(configuration.texts())).isEqualTo(configuration);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spaces")
    void gridsAreValid(String name, SearchSpace space) {
        Grid grid = space.grid(2);
        assertThat(grid.stream()).allMatch(space::contains).doesNotHaveDuplicates();
    }

    @Test
    void childrenOfATreeExistOnlyWhereTheirChainHolds() {
        SearchSpace cond3 = (SearchSpace) spaces().map(Arguments::get)
                .filter(a -> a[0].equals("cond3"))
                .findFirst()
                .orElseThrow()[1];
        for (int trial = 0; trial < 500; trial++) {
            int number = trial;
            Configuration configuration = cond3.sample(
                    name -> RandomStreams.stream(SEED, number, name).nextDouble());
            boolean svm = configuration.getString("model").equals("svm");
            boolean rbf = svm && configuration.getString("svm_kernel").equals("rbf");
            boolean poly = svm && configuration.getString("svm_kernel").equals("poly");
            assertThat(configuration.has("svm_gamma")).isEqualTo(rbf);
            assertThat(configuration.has("svm_degree")).isEqualTo(poly);
            assertThat(configuration.has("rf_trees")).isEqualTo(configuration.has("rf_depth"));
            assertThat(configuration.has("mlp_lr"))
                    .isEqualTo(configuration.getString("model").equals("mlp"));
        }
        // svm: 2 C x (2 gamma rbf + 1 linear + 2 degree poly); forest: 2 x 2 x 2; mlp: 2 x 2 x 2
        assertThat(cond3.grid(2).size()).isEqualTo(2 * 5 + 8 + 8);
    }
}
