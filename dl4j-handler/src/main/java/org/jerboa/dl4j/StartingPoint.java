package org.jerboa.dl4j;

import java.io.Serializable;
import org.deeplearning4j.nn.api.Model;

/**
 * Where new networks of a handler start from: the parameters of a pre-trained network, for instance. Users write it. It must depend on
 * its argument alone, and may be called any number of times from any thread.
 *
 * @param <M> the kind of network
 */
@FunctionalInterface
public interface StartingPoint<M extends Model> extends Serializable {

    /**
     * Changes parameters of a network that has its random ones. A network that is restored from a checkpoint is not asked for again.
     *
     * @throws Exception if the network has not the parameters expected; the trial fails with it as its cause
     */
    void prepare(M network) throws Exception;

    /**
     * In one line, the same in every process: journalled, and compared when a study is resumed. Whoever starts from stored
     * parameters should give a checksum of them.
     */
    default String describe() {
        return "given";
    }
}
