/** Population-based training: the worst of a population go on from the weights of the best, with other hyperparameters. */
@NullMarked
package org.jerboa.search.allocation.population;

import org.jspecify.annotations.NullMarked;
