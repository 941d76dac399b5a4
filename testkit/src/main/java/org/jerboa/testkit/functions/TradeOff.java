package org.jerboa.testkit.functions;

import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;

/**
 * A function of several losses, of which less of one is more of another. Stands in for training with several objectives.
 *
 * @param losses of a configuration, as many as there are metrics; the same at every call
 */
public record TradeOff(String name, SearchSpace space, List<String> metrics, Function<Configuration, double[]> losses) {

    public TradeOff {
        metrics = List.copyOf(metrics);
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' has no metric; name at least one");
        }
    }

    /** All metrics, to be minimised. */
    public List<Objective> objectives() {
        return metrics.stream().map(Objective::minimize).toList();
    }

    /**
     * The first test problem of E. Zitzler, K. Deb, L. Thiele: <i>Comparison of Multiobjective Evolutionary Algorithms: Empirical
     * Results</i>, Evolutionary Computation 8(2), 2000. Its front is convex, f2 = 1 - sqrt(f1), where all parameters but the
     * first are 0.
     *
     * @param dimensions parameters from 0 to 1, at least 2; the paper has 30
     */
    public static TradeOff zdt1(int dimensions) {
        return zdt("zdt1", dimensions, ratio -> 1 - Math.sqrt(ratio));
    }

    /** The second one of the paper: as {@link #zdt1}, with a front that is concave, f2 = 1 - f1^2. */
    public static TradeOff zdt2(int dimensions) {
        return zdt("zdt2", dimensions, ratio -> 1 - ratio * ratio);
    }

    private interface Shape {
        double at(double ratio);
    }

    private static TradeOff zdt(String name, int dimensions, Shape shape) {
        if (dimensions < 2) {
            throw new IllegalArgumentException("dimensions (" + dimensions + ") of " + name + " must be at least 2");
        }
        List<String> names =
                IntStream.rangeClosed(1, dimensions).mapToObj(i -> "x" + i).toList();
        SearchSpace space =
                SearchSpace.of(names.stream().map(axis -> real(axis, 0, 1)).toList());
        return new TradeOff(name, space, List.of("f1", "f2"), configuration -> {
            double first = configuration.getDouble(names.get(0));
            double rest =
                    names.stream().skip(1).mapToDouble(configuration::getDouble).sum();
            double g = 1 + 9 * rest / (dimensions - 1);
            return new double[] {first, g * shape.at(first / g)};
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
