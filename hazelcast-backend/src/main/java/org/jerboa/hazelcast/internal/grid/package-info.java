/** How grids are configured, started and ended. */
@NullMarked
package org.jerboa.hazelcast.internal.grid;

import org.jspecify.annotations.NullMarked;
