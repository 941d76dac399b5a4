package org.jerboa.testkit.functions;

import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.ordinal;
import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/**
 * Test functions of the same kinds as the public ones, drawn by a number: landscapes moved, turned and stretched, mixed
 * spaces and trees with other parameters, other learning curves. One number gives the same functions for ever.
 *
 * <p>The {@linkplain #keptAside draws kept aside} are there to judge an algorithm by. Do not tune on them: draw others for
 * that.
 */
public final class DrawnFunctions {

    private static final long[] KEPT_ASIDE = {9001, 9002, 9003};

    private static final String[] BRANCHES = {"linear", "kernel", "trees", "network"};

    private static final int FULL = 81;

    private DrawnFunctions() {}

    /** The plain functions of the draws to judge by: eight of each. */
    public static List<TestFunction> keptAside() {
        List<TestFunction> functions = new ArrayList<>();
        for (long draw : KEPT_ASIDE) {
            functions.addAll(plain(draw));
        }
        return functions;
    }

    /** The curves of the draws to judge by: two of each. */
    public static List<TestFunction> curvesKeptAside() {
        List<TestFunction> functions = new ArrayList<>();
        for (long draw : KEPT_ASIDE) {
            functions.addAll(curves(draw));
        }
        return functions;
    }

    /** A plain function of each of eight kinds. */
    public static List<TestFunction> plain(long draw) {
        return List.of(
                valleys(draw),
                bumps(draw),
                bend(draw),
                funnel(draw),
                recipe(draw),
                tree(draw),
                waves(draw),
                ripples(draw));
    }

    /** Curves of each of two kinds. */
    public static List<TestFunction> curves(long draw) {
        return Stream.of(DrawnCurve.Shape.values())
                .map(shape -> curve(draw, shape))
                .toList();
    }

    private static TestFunction valleys(long draw) {
        Draw by = new Draw(draw, "valleys");
        SearchSpace space = DrawnLandscape.reals(2, by);
        double[] low = {-5, 0};
        double[] high = {10, 15};
        return named("valleys", draw, space, new MirroredLandscape(space, Landscape.BRANIN, low, high, by))
                .optimum(TestFunctions.branin2().optimum().orElseThrow());
    }

    private static TestFunction bumps(long draw) {
        Draw by = new Draw(draw, "bumps");
        SearchSpace space = DrawnLandscape.reals(6, by);
        double[] high = {1, 1, 1, 1, 1, 1};
        return named("bumps", draw, space, new MirroredLandscape(space, Landscape.HARTMANN6, new double[6], high, by))
                .budget(200)
                .optimum(TestFunctions.hartmann6().optimum().orElseThrow());
    }

    private static TestFunction bend(long draw) {
        Draw by = new Draw(draw, "bend");
        SearchSpace space = DrawnLandscape.reals(by.among(3, 5), by);
        return named("bend", draw, space, new DrawnLandscape(space, Landscape.ROSENBROCK, 2.5, 1, by))
                .optimum(0);
    }

    private static TestFunction funnel(long draw) {
        Draw by = new Draw(draw, "funnel");
        SearchSpace space = DrawnLandscape.reals(by.among(3, 6), by);
        return named("funnel", draw, space, new DrawnLandscape(space, Landscape.ACKLEY, 65, 0, by))
                .budget(200)
                .optimum(0);
    }

    private static TestFunction waves(long draw) {
        Draw by = new Draw(draw, "waves");
        SearchSpace space = DrawnLandscape.reals(by.among(3, 5), by);
        return named("waves", draw, space, new DrawnLandscape(space, Landscape.LEVY, 20, 0, by))
                .budget(200)
                .noise(by.between(0.2, 1))
                .optimum(0);
    }

    private static TestFunction ripples(long draw) {
        Draw by = new Draw(draw, "ripples");
        SearchSpace space = DrawnLandscape.grid(by.among(2, 4), by);
        return named("ripples", draw, space, new DrawnLandscape(space, Landscape.RASTRIGIN, 10, 0, by))
                .optimum(0);
    }

    private static TestFunction recipe(long draw) {
        Draw by = new Draw(draw, "recipe");
        SearchSpace space = SearchSpace.of(recipeOf(by));
        return named("recipe", draw, space, new DrawnModel(space, by)).optimum(DrawnModel.LEAST);
    }

    /** Five to eight parameters of all kinds. */
    private static List<Parameter> recipeOf(Draw by) {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(real("rate").log(Math.pow(10, -by.among(4, 6)), Math.pow(10, -by.among(0, 2))));
        parameters.add(real("decay").log(Math.pow(10, -by.among(6, 8)), Math.pow(10, -by.among(1, 3))));
        parameters.add(integer("layers", 1, by.among(4, 10)));
        parameters.add(categorical("optimiser", (Object[]) labels("o", by.among(3, 5))));
        parameters.add(real("dropout", 0, 0.5).step(0.05));
        if (by.tossed()) {
            parameters.add(integer("units").log(8, 1L << by.among(7, 11)));
        }
        if (by.tossed()) {
            parameters.add(bool("normalised"));
        }
        if (by.tossed()) {
            parameters.add(ordinal("batch", 16, 32, 64, 128, 256));
        }
        return parameters;
    }

    /** Two to four branches of two to four parameters each; the first has two or three branches of its own. */
    private static TestFunction tree(long draw) {
        Draw by = new Draw(draw, "tree");
        int branches = by.among(2, BRANCHES.length);
        List<Parameter> parameters = new ArrayList<>();
        String[] names = new String[branches];
        System.arraycopy(BRANCHES, 0, names, 0, branches);
        parameters.add(categorical("model", (Object[]) names));
        for (String branch : names) {
            for (int i = by.among(2, 4); i > 0; i--) {
                parameters.add(branchParameter(branch + i, by).when("model", branch));
            }
        }
        String[] leaves = labels("leaf", by.among(2, 3));
        parameters.add(categorical("inner", (Object[]) leaves).when("model", names[0]));
        for (String leaf : leaves) {
            parameters.add(branchParameter("of_" + leaf, by).when("inner", leaf));
        }
        SearchSpace space = SearchSpace.of(parameters);
        return named("tree", draw, space, new DrawnModel(space, by)).optimum(DrawnModel.LEAST);
    }

    private static Parameter branchParameter(String name, Draw by) {
        return switch (by.among(0, 3)) {
            case 0 -> integer(name, 1, by.among(5, 40));
            case 1 -> integer(name).log(4, 1L << by.among(6, 10));
            case 2 -> real(name, 0, by.among(1, 9));
            default -> real(name).log(Math.pow(10, -by.among(3, 6)), Math.pow(10, by.among(-1, 2)));
        };
    }

    private static TestFunction curve(long draw, DrawnCurve.Shape shape) {
        String kind = shape == DrawnCurve.Shape.LATE ? "late" : "powerLaw";
        Draw by = new Draw(draw, kind);
        SearchSpace space = SearchSpace.of(recipeOf(by));
        return TestFunction.curve(kind + "#" + draw, space, FULL, new DrawnCurve(space, shape, by))
                .noise(by.between(0.002, 0.01));
    }

    private static TestFunction named(String kind, long draw, SearchSpace space, TestFunction.Loss loss) {
        return TestFunction.plain(kind + "#" + draw, space, configuration -> loss.after(1, configuration));
    }

    private static String[] labels(String stem, int count) {
        String[] labels = new String[count];
        for (int i = 0; i < count; i++) {
            labels[i] = stem + i;
        }
        return labels;
    }
}
