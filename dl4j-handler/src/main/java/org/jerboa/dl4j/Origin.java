package org.jerboa.dl4j;

import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jerboa.tune.space.Configuration;

/**
 * Ties a network to the configuration it was made from, for as long as it lives. A listener is the only thing of somebody
 * else's that the tool's networks carry with them; this one listens to nothing.
 */
final class Origin extends BaseTrainingListener {

    private final Configuration configuration;

    Origin(Configuration configuration) {
        this.configuration = configuration;
    }

    Configuration configuration() {
        return configuration;
    }
}
