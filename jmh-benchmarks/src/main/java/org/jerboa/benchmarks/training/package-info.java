/** What training many models together gains over training them otherwise, and where the time goes. */
@NullMarked
package org.jerboa.benchmarks.training;

import org.jspecify.annotations.NullMarked;
