/**
 * Sampling that evolves: new configurations are made from good ones, by CMA-ES, a genetic search or NSGA-II.
 */
@NullMarked
package org.jerboa.search.evolution;

import org.jspecify.annotations.NullMarked;
