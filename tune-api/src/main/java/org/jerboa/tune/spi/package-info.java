/**
 * Contracts for those who extend Jerboa: search algorithms, handlers of deep-learning tools, worker pools,
 * checkpoint stores and executors. Programs that only run studies need none of it.
 */
@NullMarked
package org.jerboa.tune.spi;

import org.jspecify.annotations.NullMarked;
