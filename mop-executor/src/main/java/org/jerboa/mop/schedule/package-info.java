/**
 * Plans which machine runs which unit when, so that an epoch ends as early as possible. Nothing here knows of studies,
 * threads or clocks: a {@link org.jerboa.mop.schedule.Shop} goes in, a {@link org.jerboa.mop.schedule.Plan} comes out.
 */
@NullMarked
package org.jerboa.mop.schedule;

import org.jspecify.annotations.NullMarked;
