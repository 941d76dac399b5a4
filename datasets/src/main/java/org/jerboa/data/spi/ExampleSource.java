package org.jerboa.data.spi;

import java.io.IOException;

/**
 * Where examples come from. A dataset is made in two passes over its source: {@link #survey} says how many examples
 * there are and of what schema, so that room for every shard is made once and each example is put straight into its
 * place by {@link #read}. Nothing is held in memory in between, so a source may be far larger than the heap.
 *
 * <p>Users may implement this for data that {@link org.jerboa.data.Datasets} has no builder for. Both methods are called
 * from one thread, once each.
 */
public interface ExampleSource {

    /** What the dataset is called where the user gives no name, and what messages call the source. */
    String name();

    /**
     * The first pass. {@link Survey#byReading} does it for a source that knows its schema beforehand.
     *
     * @throws IOException where the data cannot be read, or is not of its format
     * @throws IllegalArgumentException where what it holds contradicts what was asked for
     */
    Survey survey() throws IOException;

    /**
     * The second pass: gives all examples to the sink, the same ones in the same order as the survey counted them. The
     * order, with the seed, decides which shard an example goes to, so it must not change from run to run.
     *
     * @throws IOException as {@link #survey}
     * @throws IllegalArgumentException as {@link #survey}
     */
    void read(ExampleSink sink) throws IOException;
}
