package org.jerboa.testkit.functions;

import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;

/**
 * Learning curves over any space, like the public families but with other bowls and speeds. The first axis is the learning
 * rate: high ones are fast, and the highest diverge.
 */
final class DrawnCurve implements TestFunction.Loss {

    private static final double START = 0.9;

    private final Axes axes;
    private final DrawnModel level;
    private final Shape shape;
    private final double spread;
    private final double speed;
    private final double divergesFrom;

    /** How the loss gets from its start to its level. */
    enum Shape {

        /** By a power of the epochs, faster for higher rates. */
        POWER_LAW {
            @Override
            double progress(int epochs, double rate, double speed) {
                return 1 - Math.pow(epochs, -(0.3 + 0.8 * rate) * speed);
            }

            @Override
            double handicap(double rate) {
                return 0;
            }
        },

        /** Late, the later the lower the rate; low rates end lower. */
        LATE {
            @Override
            double progress(int epochs, double rate, double speed) {
                double halfway = 1.5 * Math.pow(20, 1 - rate) / speed;
                double share = epochs / halfway;
                return 1 - 1 / (1 + share * share);
            }

            @Override
            double handicap(double rate) {
                return 0.5 * rate * rate;
            }
        };

        /** From 0 before training towards 1. */
        abstract double progress(int epochs, double rate, double speed);

        /** What a rate costs in the end. */
        abstract double handicap(double rate);
    }

    DrawnCurve(SearchSpace space, Shape shape, Draw draw) {
        this.axes = Axes.of(space);
        this.level = new DrawnModel(space, draw);
        this.shape = shape;
        this.spread = draw.between(0.3, 0.6);
        this.speed = draw.between(0.8, 1.4);
        this.divergesFrom = draw.between(0.9, 0.97);
    }

    @Override
    public double after(int epochs, Configuration configuration) {
        double[] point = axes.point(configuration);
        double rate = point[0];
        if (rate > divergesFrom && epochs > 2) {
            return Double.NaN;
        }
        double end = 0.05 + spread * (1 - Math.exp(-4 * level.badness(point))) + shape.handicap(rate);
        return START - (START - Math.min(START, end)) * shape.progress(epochs, rate, speed);
    }
}
