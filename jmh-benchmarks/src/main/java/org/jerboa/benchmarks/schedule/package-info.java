/** How near plans come to the lower bound, against simple rules and a ring with barriers. */
@NullMarked
package org.jerboa.benchmarks.schedule;

import org.jspecify.annotations.NullMarked;
