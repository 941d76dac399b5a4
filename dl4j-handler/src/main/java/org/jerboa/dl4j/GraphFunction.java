package org.jerboa.dl4j;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.jerboa.tune.space.Configuration;

/** How one configuration becomes a graph of layers; what {@link NetworkFunction} says holds here too. */
@FunctionalInterface
public interface GraphFunction extends Serializable {

    /** @throws Exception if the configuration describes no graph; the trial fails with it as its cause */
    ComputationGraphConfiguration describe(Configuration configuration) throws Exception;
}
