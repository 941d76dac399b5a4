/** The examples of {@code docs/extending.md}, which quotes them. */
@NullMarked
package org.jerboa.testkit.guide;

import org.jspecify.annotations.NullMarked;
