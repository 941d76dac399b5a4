package org.jerboa.testkit.functions;

import java.util.ArrayList;
import java.util.List;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.IntegerParameter;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.RealParameter;
import org.jerboa.tune.space.SearchSpace;

/**
 * A made-up model over any space, flat or a tree: a bowl around a configuration that was drawn, along the axes and across
 * pairs of them, with something added for every choice but the best. Its least loss is that configuration's, {@value
 * #LEAST}.
 */
final class DrawnModel implements TestFunction.Loss {

    static final double LEAST = 0.08;

    private final Axes axes;

    /** One for each axis of the space, in its order. */
    private final List<Term> terms = new ArrayList<>();

    private final List<Pair> pairs = new ArrayList<>();

    private sealed interface Term {

        double at(double unit);
    }

    /** A number: the square of the distance from the best. */
    private record Bowl(double target, double weight) implements Term {

        @Override
        public double at(double unit) {
            return weight * (unit - target) * (unit - target);
        }
    }

    /** A choice: what each costs more than the best of them. */
    private record Offsets(double[] costs) implements Term {

        @Override
        public double at(double unit) {
            return costs[Math.min(costs.length - 1, (int) (unit * costs.length))];
        }
    }

    /** Two numbers that are best changed together. */
    private record Pair(int one, int other, double ratio, double weight) {}

    DrawnModel(SearchSpace space, Draw draw) {
        this.axes = Axes.of(space);
        List<Parameter> parameters = space.axes();
        List<Integer> numbers = new ArrayList<>();
        for (int axis = 0; axis < parameters.size(); axis++) {
            Parameter parameter = parameters.get(axis);
            if (parameter instanceof RealParameter || parameter instanceof IntegerParameter) {
                double target = parameter.encode(parameter.decode(draw.between(0.15, 0.85)));
                terms.add(new Bowl(target, draw.between(0.05, 0.6)));
                numbers.add(axis);
            } else {
                terms.add(offsets((int) parameter.cardinality().orElseThrow(), draw));
            }
        }
        for (int i = 1; i < numbers.size(); i++) {
            if (draw.tossed()) {
                pairs.add(new Pair(numbers.get(i - 1), numbers.get(i), draw.between(-1, 1), draw.between(0.05, 0.4)));
            }
        }
    }

    private static Offsets offsets(int choices, Draw draw) {
        double[] costs = new double[choices];
        for (int choice = 0; choice < choices; choice++) {
            costs[choice] = draw.between(0.005, 0.08);
        }
        costs[draw.among(0, choices - 1)] = 0;
        return new Offsets(costs);
    }

    @Override
    public double after(int epochs, Configuration configuration) {
        return LEAST + badness(axes.point(configuration));
    }

    /** How much worse than the best, at a point of the unit cube of which inactive axes are NaN. */
    double badness(double[] point) {
        double sum = 0;
        for (int axis = 0; axis < point.length; axis++) {
            sum += Double.isNaN(point[axis]) ? 0 : terms.get(axis).at(point[axis]);
        }
        for (Pair pair : pairs) {
            double across = offTarget(pair.one(), point) + pair.ratio() * offTarget(pair.other(), point);
            sum += Double.isNaN(across) ? 0 : pair.weight() * across * across;
        }
        return sum;
    }

    private double offTarget(int axis, double[] point) {
        return point[axis] - ((Bowl) terms.get(axis)).target();
    }
}
