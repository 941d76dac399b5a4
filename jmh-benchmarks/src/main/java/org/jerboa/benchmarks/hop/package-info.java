/** What moving a model costs: checkpoints written and read, and models handed over live. */
@NullMarked
package org.jerboa.benchmarks.hop;

import org.jspecify.annotations.NullMarked;
