/**
 * Which unit runs where and when: the schedulers that a study can choose from, the cost model that they predict with,
 * and the plans of an epoch. Knows nothing of studies, searches or workers'
 * code: for a plan a {@link org.jerboa.mop.schedule.Shop} goes in and a {@link org.jerboa.mop.schedule.Plan} comes out.
 */
@NullMarked
package org.jerboa.mop.schedule;

import org.jspecify.annotations.NullMarked;
