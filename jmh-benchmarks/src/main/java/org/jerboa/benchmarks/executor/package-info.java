/** What the executor adds to training itself, and what training all trials together gains over one after another. */
@NullMarked
package org.jerboa.benchmarks.executor;

import org.jspecify.annotations.NullMarked;
