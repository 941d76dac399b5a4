package org.jerboa.transfer;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.jerboa.tune.space.Configuration;

/**
 * How one configuration becomes a downstream model. Users write it, usually as a method reference to a static method. It must depend on
 * its arguments alone, and may be called any number of times from any thread.
 */
@FunctionalInterface
public interface HeadFunction extends Serializable {

    /**
     * A sequential network from a vector of {@link HeadShape#features()} numbers to {@link HeadShape#outputs()}. The sizes of its
     * first and last layer must be set.
     *
     * @throws Exception if the configuration describes no network; the trial fails with it as its cause
     */
    MultiLayerConfiguration describe(Configuration configuration, HeadShape shape) throws Exception;
}
