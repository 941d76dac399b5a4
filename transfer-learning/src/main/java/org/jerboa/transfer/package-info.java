/**
 * Features for one task from the layers of a Deeplearning4j network that was trained on another. {@link
 * org.jerboa.transfer.FeatureTransfer} is where to begin; {@link org.jerboa.transfer.graph} looks at a network as a graph of layers, {@link
 * org.jerboa.transfer.plan} plans what is computed when, {@link org.jerboa.transfer.materialise} computes and stores it.
 * Upper layers of the network itself are trained by {@link org.jerboa.transfer.finetune}.
 */
@NullMarked
package org.jerboa.transfer;

import org.jspecify.annotations.NullMarked;
