/**
 * Which parts of an image a convolutional network's prediction rests on. A patch is laid over the image at one position after
 * another, and a heat map shows how far the class's probability falls.
 *
 * <p>{@link org.jerboa.transfer.explain.Explainer} is where to begin; {@link org.jerboa.transfer.explain.Occlusion} describes the
 * patch. For each position only that part of each layer is computed again that the patch can have changed.
 */
@NullMarked
package org.jerboa.transfer.explain;

import org.jspecify.annotations.NullMarked;
