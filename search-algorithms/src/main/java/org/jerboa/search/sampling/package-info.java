/**
 * Which configuration to try next. A {@link org.jerboa.search.sampling.Sampling} is a description, the {@link
 * org.jerboa.search.sampling.Sampler} that it makes serves one study; neither knows how long trials train.
 */
@NullMarked
package org.jerboa.search.sampling;

import org.jspecify.annotations.NullMarked;
