package org.jerboa.testkit.functions;

import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;

/** A {@link Landscape} that cannot be moved out of its box: axes are exchanged and turned round, over parameters of other ranges. */
final class MirroredLandscape implements TestFunction.Loss {

    private final Axes axes;
    private final Landscape landscape;
    private final double[] low;
    private final double[] high;
    private final int[] order;
    private final boolean[] mirrored;

    /**
     * @param low of the box, for each coordinate of the landscape
     * @param high of the box
     */
    MirroredLandscape(SearchSpace space, Landscape landscape, double[] low, double[] high, Draw draw) {
        this.axes = Axes.of(space);
        this.landscape = landscape;
        this.low = low;
        this.high = high;
        this.order = draw.permutation(low.length);
        this.mirrored = new boolean[low.length];
        for (int i = 0; i < low.length; i++) {
            mirrored[i] = draw.tossed();
        }
    }

    @Override
    public double after(int epochs, Configuration configuration) {
        double[] point = axes.point(configuration);
        double[] x = new double[point.length];
        for (int i = 0; i < x.length; i++) {
            double unit = point[order[i]];
            x[i] = low[i] + (mirrored[i] ? 1 - unit : unit) * (high[i] - low[i]);
        }
        return landscape.at(x);
    }
}
