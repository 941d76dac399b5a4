package org.jerboa.testkit.functions;

import static org.jerboa.testkit.functions.ModelLosses.log10;
import static org.jerboa.testkit.functions.ModelLosses.log2;
import static org.jerboa.testkit.functions.ModelLosses.square;

import org.jerboa.tune.space.Configuration;

/** Families of learning curves. All begin near 0.9, the loss of a model that has learnt nothing. */
final class LearningCurves {

    /** Loss before training. */
    private static final double START = 0.9;

    private LearningCurves() {}

    /**
     * Power laws: after one epoch all stand at 0.9, and what is seen of them is noise alone; the steepest are not always
     * those that end lowest.
     */
    static double powerLaw(int epochs, Configuration configuration) {
        double rate = log10(configuration, "lr");
        double width = log2(configuration, "width") - 8;
        double badness = 0.35 * square(rate + 2.3)
                + 0.06 * square(log10(configuration, "wd") + 4)
                + 0.08 * square(width)
                + 1.2 * square(configuration.getDouble("drop") - 0.3);
        double level = 0.05 + 0.45 * (1 - Math.exp(-badness));
        double slope = (0.25 + 0.75 / (1 + Math.exp(-1.5 * (rate + 2.6)))) * Math.max(0.3, 1 - 0.06 * width);
        return level + (START - level) * Math.pow(epochs, -slope);
    }

    /**
     * Late bloomers: the more patient a configuration is (a low learning rate, a deep network), the later its loss falls
     * and the lower it ends. Whoever leads after one, three or nine of 81 epochs loses; after 27 the order is about that
     * of the end. Only the most patient run out of time.
     *
     * <p>With patience p from 0 to 1 the loss falls half-way to its level after 1.5 * 20^p epochs, to a level that
     * rises with the square of what p lacks to 1.
     */
    static double lateBloomer(int epochs, Configuration configuration) {
        double eagerness = (log10(configuration, "lr") + 4) / 3;
        double depth = (configuration.getDouble("layers") - 1) / 7;
        double patience = Math.min(1, Math.max(0, 0.75 * (1 - eagerness) + 0.25 * depth));
        double badness = 0.08 * square(log10(configuration, "wd") + 4)
                + 2 * square(configuration.getDouble("drop") - 0.15 - 0.1 * depth);
        double level = 0.05 + 0.5 * square(1 - patience) + 0.3 * (1 - Math.exp(-badness));
        double halfway = 1.5 * Math.pow(20, patience);
        return level + (START - level) / (1 + square(epochs / halfway));
    }
}
