package org.jerboa.testkit.functions;

/**
 * The classical test functions of continuous optimisation, over plain numbers. Rosenbrock, Ackley, Rastrigin and Levy take
 * any number of them.
 */
enum Landscape {

    /** Three equal minima in a curved valley. */
    BRANIN {
        @Override
        double at(double[] x) {
            double valley = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
            return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
        }
    },

    /** Four bumps of different widths in six dimensions, the second best a trap. */
    HARTMANN6 {
        @Override
        double at(double[] x) {
            double sum = 0;
            for (int bump = 0; bump < ALPHA.length; bump++) {
                double distance = 0;
                for (int j = 0; j < x.length; j++) {
                    double off = x[j] - P6[bump][j];
                    distance += A6[bump][j] * off * off;
                }
                sum += ALPHA[bump] * Math.exp(-distance);
            }
            return -sum;
        }
    },

    /** A narrow bent valley; the minimum is at 1 in all coordinates. */
    ROSENBROCK {
        @Override
        double at(double[] x) {
            double sum = 0;
            for (int i = 0; i + 1 < x.length; i++) {
                double bend = x[i + 1] - x[i] * x[i];
                sum += 100 * bend * bend + (1 - x[i]) * (1 - x[i]);
            }
            return sum;
        }
    },

    /** A funnel in a field of ripples; the minimum is at 0. */
    ACKLEY {
        @Override
        double at(double[] z) {
            double squares = 0;
            double waves = 0;
            for (double coordinate : z) {
                squares += coordinate * coordinate;
                waves += Math.cos(2 * Math.PI * coordinate);
            }
            return -20 * Math.exp(-0.2 * Math.sqrt(squares / z.length)) - Math.exp(waves / z.length) + 20 + Math.E;
        }
    },

    /** A bowl with a local minimum at every integer; the best is at 0. */
    RASTRIGIN {
        @Override
        double at(double[] z) {
            double sum = 10.0 * z.length;
            for (double coordinate : z) {
                sum += coordinate * coordinate - 10 * Math.cos(2 * Math.PI * coordinate);
            }
            return sum;
        }
    },

    /** Waves across a shallow bowl; the minimum is at 0. */
    LEVY {
        @Override
        double at(double[] z) {
            double first = Math.sin(Math.PI * (1 + z[0] / 4));
            double sum = first * first;
            for (int i = 0; i + 1 < z.length; i++) {
                double off = z[i] / 4;
                double wave = Math.sin(Math.PI * (1 + off) + 1);
                sum += off * off * (1 + 10 * wave * wave);
            }
            double off = z[z.length - 1] / 4;
            double wave = Math.sin(2 * Math.PI * (1 + off));
            return sum + off * off * (1 + wave * wave);
        }
    };

    private static final double[] ALPHA = {1, 1.2, 3, 3.2};

    private static final double[][] A6 = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };

    private static final double[][] P6 = {
        {.1312, .1696, .5569, .0124, .8283, .5886},
        {.2329, .4135, .8307, .3736, .1004, .9991},
        {.2348, .1451, .3522, .2883, .3047, .6650},
        {.4047, .8828, .8732, .5743, .1091, .0381}
    };

    abstract double at(double[] x);

    /** The value at a point that is given relative to a centre. */
    double around(double[] centre, double[] x) {
        double[] z = new double[x.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = x[i] - centre[i];
        }
        return at(z);
    }
}
