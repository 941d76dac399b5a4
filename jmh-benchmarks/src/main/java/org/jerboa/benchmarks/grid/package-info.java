/** What a grid of processes costs: hops between JVMs, and studies beside threads of one. */
@NullMarked
package org.jerboa.benchmarks.grid;

import org.jspecify.annotations.NullMarked;
