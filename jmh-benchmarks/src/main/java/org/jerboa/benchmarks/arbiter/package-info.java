/** Programs written for Arbiter, on Arbiter's runner and on Jerboa's. */
@NullMarked
package org.jerboa.benchmarks.arbiter;

import org.jspecify.annotations.NullMarked;
