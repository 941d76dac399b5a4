package org.jerboa.transfer.finetune;

import java.io.Serializable;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.jerboa.tune.space.Configuration;

/**
 * How one configuration trains the layers that are not frozen: updater, learning rate, regularisation and so on, in the tool's own
 * words. Users write it, usually as a method reference to a static method. It must depend on its argument alone, and may be called any
 * number of times from any thread.
 */
@FunctionalInterface
public interface FineTuneFunction extends Serializable {

    /**
     * What is to differ from how the network was trained. It holds for all layers of the network that are trained, not for those of a new
     * head.
     *
     * @throws Exception if the configuration describes no settings; the trial fails with it as its cause
     */
    FineTuneConfiguration describe(Configuration configuration) throws Exception;
}
