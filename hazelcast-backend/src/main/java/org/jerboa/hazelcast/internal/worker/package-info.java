/** The side of a grid that runs units. */
@NullMarked
package org.jerboa.hazelcast.internal.worker;

import org.jspecify.annotations.NullMarked;
