/** The side of a grid that a study is steered from. */
@NullMarked
package org.jerboa.hazelcast.internal.driver;

import org.jspecify.annotations.NullMarked;
