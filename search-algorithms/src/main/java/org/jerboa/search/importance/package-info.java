/** Which parameters mattered: what a study's trials say after it has ended. */
@NullMarked
package org.jerboa.search.importance;

import org.jspecify.annotations.NullMarked;
