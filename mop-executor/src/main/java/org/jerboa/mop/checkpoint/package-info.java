/** Checkpoints as files: atomic, checksummed, versioned. */
@NullMarked
package org.jerboa.mop.checkpoint;

import org.jspecify.annotations.NullMarked;
