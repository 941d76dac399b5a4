/**
 * Samplings that learn: they model where good configurations lie and where the others do, and propose where the first is dense
 * against the second.
 */
@NullMarked
package org.jerboa.search.sampling.density;

import org.jspecify.annotations.NullMarked;
