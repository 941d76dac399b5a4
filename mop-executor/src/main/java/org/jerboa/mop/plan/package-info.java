/**
 * Plans of what is left of an epoch, as an open shop: a {@link org.jerboa.mop.plan.Shop} goes in and a {@link
 * org.jerboa.mop.plan.Plan} comes out. Knows nothing of studies, searches or workers.
 */
@NullMarked
package org.jerboa.mop.plan;

import org.jspecify.annotations.NullMarked;
