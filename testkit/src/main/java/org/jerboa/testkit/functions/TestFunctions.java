package org.jerboa.testkit.functions;

import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/**
 * The public test functions: eight plain ones and two families of learning curves. What search algorithms reach on them
 * is told in {@code docs/benchmarks/search.md} and {@code multifidelity.md}.
 */
public final class TestFunctions {

    /** Epochs of a full training of the curves. */
    private static final int FULL = 81;

    private static final double CURVE_NOISE = 0.005;

    private TestFunctions() {}

    /** The eight plain functions. */
    public static List<TestFunction> plain() {
        return List.of(
                branin2(), hartmann6(), rosenbrock4(), ackley5s(), mlpmix6(), cond3(), noisylevy4(), rastrigin3q());
    }

    /** The two families of learning curves. */
    public static List<TestFunction> curves() {
        return List.of(lcA(), lateBloomers());
    }

    /**
     * The function of that name.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static TestFunction named(String name) {
        List<TestFunction> all =
                Stream.concat(plain().stream(), curves().stream()).toList();
        return all.stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no test function '" + name + "'; there are " + all));
    }

    /** Branin: three equal minima. */
    public static TestFunction branin2() {
        return landscape("branin2", SearchSpace.of(real("x1", -5, 10), real("x2", 0, 15)), Landscape.BRANIN)
                .optimum(0.39788735772973816);
    }

    /** Hartmann in six dimensions: a best and a second best valley. */
    public static TestFunction hartmann6() {
        return landscape("hartmann6", cube(6, 0, 1), Landscape.HARTMANN6)
                .budget(200)
                .optimum(-3.322368011391339);
    }

    /** Rosenbrock in four dimensions: a bent valley, where parameters hang together. */
    public static TestFunction rosenbrock4() {
        return landscape("rosenbrock4", cube(4, -2.048, 2.048), Landscape.ROSENBROCK)
                .optimum(0);
    }

    /** Ackley in five dimensions, away from the centre: hardly any slope far from the minimum. */
    public static TestFunction ackley5s() {
        return around("ackley5s", cube(5, -32.768, 32.768), Landscape.ACKLEY, 7.3, -11.9, 3.1, 14.7, -5.5)
                .budget(200);
    }

    /** A network's six parameters of all kinds, of which the best of one depends on another. */
    public static TestFunction mlpmix6() {
        SearchSpace space = SearchSpace.of(
                real("lr").log(1e-5, 0.1),
                real("wd").log(1e-8, 0.01),
                integer("layers", 1, 6),
                integer("units").log(16, 1024),
                real("dropout", 0, 0.6).step(0.05),
                categorical("act", "relu", "tanh", "gelu", "sigmoid"));
        return TestFunction.plain("mlpmix6", space, ModelLosses::perceptron).optimum(0.08000000214715813);
    }

    /** A tree: three kinds of models with parameters of their own, one of them with a choice of its own. */
    public static TestFunction cond3() {
        SearchSpace space = SearchSpace.of(
                categorical("model", "svm", "forest", "mlp"),
                real("svm_C").log(1e-3, 1e3).when("model", "svm"),
                categorical("svm_kernel", "rbf", "linear", "poly").when("model", "svm"),
                real("svm_gamma").log(1e-4, 10).when("svm_kernel", "rbf"),
                integer("svm_degree", 2, 5).when("svm_kernel", "poly"),
                integer("rf_trees").log(10, 1000).when("model", "forest"),
                integer("rf_depth", 2, 32).when("model", "forest"),
                real("rf_minleaf").log(5e-4, 0.2).when("model", "forest"),
                real("mlp_lr").log(1e-5, 1).when("model", "mlp"),
                integer("mlp_width").log(8, 512).when("model", "mlp"),
                real("mlp_momentum", 0, 0.99).when("model", "mlp"));
        return TestFunction.plain("cond3", space, ModelLosses::choice).optimum(0.08500121512831654);
    }

    /** Levy in four dimensions, seen through noise. */
    public static TestFunction noisylevy4() {
        return around("noisylevy4", cube(4, -10, 10), Landscape.LEVY, 2.5, -3.5, 1, -1.5)
                .budget(200)
                .noise(0.5);
    }

    /** Rastrigin in three dimensions on a grid: local minima everywhere. */
    public static TestFunction rastrigin3q() {
        SearchSpace space = SearchSpace.of(
                real("x1", -5, 5).step(0.05),
                real("x2", -5, 5).step(0.05),
                real("x3", -5, 5).step(0.05));
        return around("rastrigin3q", space, Landscape.RASTRIGIN, 1.25, -2.5, 3.75);
    }

    /** Learning curves of 81 epochs, by power laws. */
    public static TestFunction lcA() {
        SearchSpace space = SearchSpace.of(
                real("lr").log(1e-5, 1),
                real("wd").log(1e-7, 0.1),
                integer("width").log(16, 1024),
                real("drop", 0, 0.8));
        return TestFunction.curve("lcA", space, FULL, LearningCurves::powerLaw)
                .noise(CURVE_NOISE)
                .optimum(0.08486957);
    }

    /** Learning curves of 81 epochs of which those that lead early end badly. */
    public static TestFunction lateBloomers() {
        SearchSpace space = SearchSpace.of(
                real("lr").log(1e-4, 0.1), real("wd").log(1e-7, 0.1), integer("layers", 1, 8), real("drop", 0, 0.6));
        return TestFunction.curve("lateBloomers", space, FULL, LearningCurves::lateBloomer)
                .noise(CURVE_NOISE)
                .optimum(0.10298453);
    }

    private static SearchSpace cube(int dimensions, double low, double high) {
        return SearchSpace.of(IntStream.rangeClosed(1, dimensions)
                .mapToObj(i -> real("x" + i, low, high))
                .toList());
    }

    private static TestFunction landscape(String name, SearchSpace space, Landscape landscape) {
        String[] names = names(space);
        return TestFunction.plain(name, space, configuration -> landscape.at(numbers(configuration, names)));
    }

    /** A landscape of which the minimum, 0, is at the centre. */
    private static TestFunction around(String name, SearchSpace space, Landscape landscape, double... centre) {
        String[] names = names(space);
        return TestFunction.plain(name, space, configuration -> landscape.around(centre, numbers(configuration, names)))
                .optimum(0);
    }

    private static String[] names(SearchSpace space) {
        return space.parameters().stream().map(Parameter::name).toArray(String[]::new);
    }

    private static double[] numbers(Configuration configuration, String[] names) {
        double[] numbers = new double[names.length];
        for (int i = 0; i < names.length; i++) {
            numbers[i] = configuration.getDouble(names[i]);
        }
        return numbers;
    }
}
