/** The record of everything that took effect in a study, from which it is resumed and replayed. */
@NullMarked
package org.jerboa.mop.journal;

import org.jspecify.annotations.NullMarked;
