/**
 * What a study optimises and how it is measured: {@linkplain org.jerboa.tune.metric.Objective objectives} and
 * accumulators that merge over shards to the value of the whole set.
 */
@NullMarked
package org.jerboa.tune.metric;

import org.jspecify.annotations.NullMarked;
