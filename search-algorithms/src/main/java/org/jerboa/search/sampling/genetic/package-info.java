/**
 * Genetic sampling: children of good trials, by crossover and mutation. A genetic search breeds the fittest, NSGA-II those that none
 * beats in all objectives.
 */
@NullMarked
package org.jerboa.search.sampling.genetic;

import org.jspecify.annotations.NullMarked;
