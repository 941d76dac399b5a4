/** The example of a sampling in {@code docs/extending.md}, which quotes it. */
@NullMarked
package org.jerboa.search.guide;

import org.jspecify.annotations.NullMarked;
