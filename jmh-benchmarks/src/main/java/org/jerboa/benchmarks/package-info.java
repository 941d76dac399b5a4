/**
 * Benchmarks, from single kernels to whole studies. A result is a ratio within one run on one machine, never an absolute
 * promise; {@code docs/benchmarks} keeps them with their machine and commit.
 */
@NullMarked
package org.jerboa.benchmarks;

import org.jspecify.annotations.NullMarked;
