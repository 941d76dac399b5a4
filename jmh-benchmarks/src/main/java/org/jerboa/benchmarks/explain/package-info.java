/** What is saved by computing heat maps of occlusion window by window. */
@NullMarked
package org.jerboa.benchmarks.explain;

import org.jspecify.annotations.NullMarked;
