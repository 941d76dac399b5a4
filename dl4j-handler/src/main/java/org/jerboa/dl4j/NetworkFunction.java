package org.jerboa.dl4j;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.jerboa.tune.space.Configuration;

/**
 * How one configuration becomes a sequential network. Users write it, usually as a method reference to a static method,
 * which is serialisable as long as it captures nothing that is not.
 *
 * <p>It must depend on the configuration alone, and may be called any number of times from any thread: workers call it
 * again wherever a model arrives. It need not set a seed; the handler sets the trial's.
 */
@FunctionalInterface
public interface NetworkFunction extends Serializable {

    /** @throws Exception if the configuration describes no network; the trial fails with it as its cause */
    MultiLayerConfiguration describe(Configuration configuration) throws Exception;
}
