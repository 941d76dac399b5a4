/** Checkpoints in the grid's memory. */
@NullMarked
package org.jerboa.hazelcast.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
