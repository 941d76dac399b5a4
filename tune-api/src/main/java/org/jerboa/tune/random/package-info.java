/**
 * Where every random number of a study comes from: streams named by a path such as (seed, "trial", 7, "learningRate"),
 * so that what is drawn depends on what it is for and never on the order of calls or the number of threads.
 */
@NullMarked
package org.jerboa.tune.random;

import org.jspecify.annotations.NullMarked;
