package org.jerboa.tune.data;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * Computes outputs, which have names, from the examples of a shard, or from other outputs that it has computed of the same shard before:
 * those of a network's layers, for instance. Each output is a tensor with one row for each example, in the order of the examples.
 *
 * <p>It travels once to each process that needs it, and may be large.
 *
 * <p>For implementers: immutable, thread-safe and serialisable. What is computed depends on the shard alone, and not on which of the two
 * ways it is computed, nor on what else is computed with it.
 */
public interface ShardTransform extends Serializable {

    /** Identifies what is computed: transforms of one key compute the same of the same shard, bit for bit. */
    String key();

    /** @throws IllegalArgumentException if there is no such output */
    TensorSpec spec(String output);

    /**
     * @param outputs which ones are wanted
     * @return these, by name
     * @throws IOException if they cannot be computed
     */
    Map<String, Tensor> fromSource(Examples source, Set<String> outputs) throws IOException;

    /**
     * @param given other outputs, by name, that determine what is wanted
     * @param examples how many the shard has
     * @param outputs which ones are wanted
     * @return these, by name
     * @throws IOException if they cannot be computed
     */
    Map<String, Tensor> fromOutputs(Map<String, Tensor> given, int examples, Set<String> outputs) throws IOException;
}
