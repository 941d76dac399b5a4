/**
 * Studies on a virtual clock: what a schedule takes and moves on workers that are only described, and what the rivals of
 * Model Hopper Parallelism would take and move on the same.
 */
@NullMarked
package org.jerboa.mop.simulator;

import org.jspecify.annotations.NullMarked;
