/** What the trials of a search have come to, as sampling and allocation see it. */
@NullMarked
package org.jerboa.search.history;

import org.jspecify.annotations.NullMarked;
