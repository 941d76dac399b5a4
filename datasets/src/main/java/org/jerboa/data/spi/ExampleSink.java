package org.jerboa.data.spi;

import java.nio.ByteBuffer;

/**
 * Takes examples one after another: {@link #next()}, then every byte of every {@link #tensor}, and so on. Not
 * thread-safe.
 */
public interface ExampleSink {

    /**
     * Begins an example that may go to any split.
     *
     * @throws IllegalStateException where the example before has not been filled, or there are more examples than the
     *     survey counted
     */
    void next();

    /** Begins an example that its source sets aside for the test split. */
    void nextTest();

    /**
     * The place of one tensor of the current example: a little-endian buffer whose remaining bytes are the example's,
     * to be filled by relative puts. It is valid until the next example begins.
     *
     * @param index the tensor's place in the schema
     */
    ByteBuffer tensor(int index);
}
