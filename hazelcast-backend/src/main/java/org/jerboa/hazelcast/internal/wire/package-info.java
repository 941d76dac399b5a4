/** What members of a grid say to each other. */
@NullMarked
package org.jerboa.hazelcast.internal.wire;

import org.jspecify.annotations.NullMarked;
