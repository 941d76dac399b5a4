/** What plans of feature transfer and of fine-tuning compute and store, and the time they take. */
@NullMarked
package org.jerboa.benchmarks.transfer;

import org.jspecify.annotations.NullMarked;
