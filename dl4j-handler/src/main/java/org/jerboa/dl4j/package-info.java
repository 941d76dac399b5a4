/**
 * The handler for Deeplearning4j: sequential and graph networks as trials, with checkpoints that restore the whole
 * training state bit for bit.
 *
 * <p>{@link org.jerboa.dl4j.Dl4j} is where to begin; {@link org.jerboa.dl4j.Updaters} reads the usual hyperparameters, {@link
 * org.jerboa.dl4j.Dl4jData} makes datasets of the tool's iterators. {@link org.jerboa.dl4j.Dl4jHandler} says how data is laid
 * out, trained on and measured.
 *
 * <p>Compiled against the ND4J API only. The application brings the backend, {@code nd4j-native} or a CUDA one.
 */
@NullMarked
package org.jerboa.dl4j;

import org.jspecify.annotations.NullMarked;
