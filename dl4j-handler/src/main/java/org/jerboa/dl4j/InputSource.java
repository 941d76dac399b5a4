package org.jerboa.dl4j;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.space.Configuration;

/**
 * What networks are given instead of the tensors of the examples: arrays that are made of them, minibatch by minibatch, such as the
 * outputs of layers that are no part of the network. Labels are taken from the examples as ever.
 *
 * <p>Immutable. May be called from any number of threads; what it {@linkplain #open opens} is for one.
 */
public interface InputSource extends Serializable {

    /**
     * Reads the examples of a shard for a network.
     *
     * @param configuration of the network
     * @param inputs names of the network's inputs, in its order
     * @param batchSize the most examples that are asked for at once
     * @throws IllegalArgumentException if the shard has not the tensors that are needed
     */
    InputReader open(Configuration configuration, List<String> inputs, Examples shard, int batchSize);

    /** What the inputs of the configuration's network are given, in its order: for estimates of its memory. */
    List<InputType> types(Configuration configuration);

    /** Of one example, in bytes: the more, the smaller the minibatches of evaluations. Those of training are not affected. */
    long bytesPerExample(Schema data);

    /** In one line, the same in every process: journalled, and compared when a study is resumed. */
    String describe();
}
