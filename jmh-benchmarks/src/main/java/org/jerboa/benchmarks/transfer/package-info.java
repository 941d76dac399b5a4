/** What plans of feature transfer compute, store and hold. */
@NullMarked
package org.jerboa.benchmarks.transfer;

import org.jspecify.annotations.NullMarked;
