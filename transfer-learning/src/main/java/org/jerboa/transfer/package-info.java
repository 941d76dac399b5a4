/**
 * Pre-trained Deeplearning4j networks put to other uses. A trained network is looked at as a graph of layers, whose outputs are
 * features that smaller models learn from.
 */
@NullMarked
package org.jerboa.transfer;

import org.jspecify.annotations.NullMarked;
