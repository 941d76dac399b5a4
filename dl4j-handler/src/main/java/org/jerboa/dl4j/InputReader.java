package org.jerboa.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays for the inputs of a network, made of the examples of one shard. For one thread; freed by {@link #close}. */
public interface InputReader extends AutoCloseable {

    /**
     * The examples {@code from} to {@code to} (exclusive).
     *
     * @return for each input of the network, in its order, in the layout that its layers take; valid until the next call
     */
    INDArray[] read(int from, int to);

    @Override
    void close();
}
