/** How good search algorithms are, on functions that stand in for training, beside Optuna; and how long they take to think. */
@NullMarked
package org.jerboa.benchmarks.search;

import org.jspecify.annotations.NullMarked;
