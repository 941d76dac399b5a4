/**
 * What users write against, and the contracts between the parts of Jerboa.
 *
 * <p>A search space says which configurations are worth trying; a handler turns one configuration into a model of some
 * deep-learning tool; a dataset is cut into shards; a study joins these with a search algorithm and an executor, and its
 * result holds every trial. This module depends on the JDK and on JSpecify's annotations alone, so that a handler or a
 * backend can be written without inheriting anybody's libraries.
 */
@NullMarked
package org.jerboa.tune;

import org.jspecify.annotations.NullMarked;
