/**
 * The handler for Deeplearning4j: sequential and graph networks as trials, with checkpoints that restore the whole
 * training state bit for bit.
 *
 * <p>Compiled against the ND4J API only. The application brings the backend, {@code nd4j-native} or a CUDA one.
 */
@NullMarked
package org.jerboa.dl4j;

import org.jspecify.annotations.NullMarked;
