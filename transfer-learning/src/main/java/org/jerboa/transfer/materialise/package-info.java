/**
 * Computes and stores outputs of layers, pass by pass as a plan says: {@link org.jerboa.transfer.materialise.Materialiser}.
 */
@NullMarked
package org.jerboa.transfer.materialise;

import org.jspecify.annotations.NullMarked;
