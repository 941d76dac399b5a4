package org.jerboa.mop.simulator;

import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;

/** How the loss of a made-up model falls. The same configuration and epochs must give the same loss. */
@FunctionalInterface
public interface LearningCurve {

    /** @param epochs of training behind the model, those of the parent of a clone with weights included; at least 1 */
    double loss(Configuration configuration, int epochs);

    /**
     * Curves that fall from 1 towards a floor of their own, exponentially at a rate of their own, so that some cross: both
     * are drawn from the configuration's text.
     */
    static LearningCurve drawn(long seed) {
        return (configuration, epochs) -> {
            RandomGenerator random = RandomStreams.stream(seed, "curve", configuration.text());
            double floor = random.nextDouble();
            double rate = 0.05 + random.nextDouble();
            return floor + (1 - floor) * Math.exp(-rate * epochs);
        };
    }
}
