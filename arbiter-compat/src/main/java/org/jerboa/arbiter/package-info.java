/**
 * Runs programs written for Arbiter, Deeplearning4j's former hyperparameter search, with another runner in the place of
 * Arbiter's own. Users need {@link org.jerboa.arbiter.JerboaOptimizationRunner} only; everything else that they touch is
 * Arbiter's. {@link org.jerboa.arbiter.ArbiterSpace} makes studies of Arbiter's spaces.
 */
@NullMarked
package org.jerboa.arbiter;

import org.jspecify.annotations.NullMarked;
