/**
 * Successive halving in synchronous brackets: the rungs and trials of each, and an allocation that runs them side by side.
 */
@NullMarked
package org.jerboa.search.allocation.bracket;

import org.jspecify.annotations.NullMarked;
