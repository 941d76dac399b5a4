/** Studies on a grid of JVMs: {@link org.jerboa.hazelcast.HazelcastGrid} runs them. */
@NullMarked
package org.jerboa.hazelcast;

import org.jspecify.annotations.NullMarked;
