/**
 * Which trials are worth another epoch. An {@link org.jerboa.search.allocation.Allocation} is a description, the {@link
 * org.jerboa.search.allocation.Allocator} that it makes serves one study; neither knows how configurations are found.
 */
@NullMarked
package org.jerboa.search.allocation;

import org.jspecify.annotations.NullMarked;
