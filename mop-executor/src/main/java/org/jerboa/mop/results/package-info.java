/** What a study leaves for its user: result values and files. */
@NullMarked
package org.jerboa.mop.results;

import org.jspecify.annotations.NullMarked;
