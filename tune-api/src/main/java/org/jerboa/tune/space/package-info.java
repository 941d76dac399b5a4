/**
 * Search spaces and the configurations in them. Start at {@link org.jerboa.tune.space.SearchSpace}; the parameters are
 * made by the static methods of {@link org.jerboa.tune.space.Parameter}.
 */
@NullMarked
package org.jerboa.tune.space;

import org.jspecify.annotations.NullMarked;
