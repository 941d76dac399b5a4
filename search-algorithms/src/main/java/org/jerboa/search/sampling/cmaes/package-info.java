/**
 * Sampling from a normal distribution that follows the good trials: CMA-ES, with margins for countable parameters and probabilities for
 * categorical ones.
 */
@NullMarked
package org.jerboa.search.sampling.cmaes;

import org.jspecify.annotations.NullMarked;
