package org.jerboa.testkit.functions;

import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.List;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/**
 * A {@link Landscape} put elsewhere: turned, stretched and moved in the unit cube, over parameters of other ranges and
 * scales. Its minimum is at a configuration that was drawn, and inside the space.
 */
final class DrawnLandscape implements TestFunction.Loss {

    /** How far axes are turned into one another at most: past that, what was along an axis is along the next. */
    private static final double MOST_TURNED = Math.PI / 4;

    private final Axes axes;
    private final Landscape landscape;

    /** What a coordinate of the unit cube measures in the landscape, and where its minimum is there. */
    private final double width;

    private final double minimum;
    private final double[] target;
    private final double[] stretch;

    /** Planes in which it is turned: axis, axis, angle. */
    private final List<Turn> turns = new ArrayList<>();

    private record Turn(int one, int other, double angle) {}

    DrawnLandscape(SearchSpace space, Landscape landscape, double width, double minimum, Draw draw) {
        this.axes = Axes.of(space);
        this.landscape = landscape;
        this.width = width;
        this.minimum = minimum;
        this.target = space.encode(space.sample(name -> draw.between(0.15, 0.85)));
        this.stretch = new double[target.length];
        for (int i = 0; i < target.length; i++) {
            stretch[i] = draw.between(0.5, 1);
            for (int j = 0; j < i; j++) {
                turns.add(new Turn(i, j, draw.between(-MOST_TURNED, MOST_TURNED)));
            }
        }
    }

    /** Real parameters, some on log scales, of ranges between a hundredth and a hundred. */
    static SearchSpace reals(int dimensions, Draw draw) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 1; i <= dimensions; i++) {
            double size = Math.pow(10, draw.among(-2, 2));
            parameters.add(
                    draw.unit() < 0.3
                            ? real("x" + i).log(1e-4 * size, size)
                            : real("x" + i, -size * draw.among(0, 3), size * draw.among(1, 4)));
        }
        return SearchSpace.of(parameters);
    }

    /** Real parameters on a grid of 101 to 201 values. */
    static SearchSpace grid(int dimensions, Draw draw) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 1; i <= dimensions; i++) {
            parameters.add(real("x" + i, -draw.among(2, 4), draw.among(3, 6)).step(0.05));
        }
        return SearchSpace.of(parameters);
    }

    @Override
    public double after(int epochs, Configuration configuration) {
        double[] point = axes.point(configuration);
        for (int i = 0; i < point.length; i++) {
            point[i] = (point[i] - target[i]) * stretch[i] * width;
        }
        for (Turn turn : turns) {
            double one = point[turn.one()];
            double other = point[turn.other()];
            point[turn.one()] = one * Math.cos(turn.angle()) - other * Math.sin(turn.angle());
            point[turn.other()] = one * Math.sin(turn.angle()) + other * Math.cos(turn.angle());
        }
        for (int i = 0; i < point.length; i++) {
            point[i] += minimum;
        }
        return landscape.at(point);
    }
}
