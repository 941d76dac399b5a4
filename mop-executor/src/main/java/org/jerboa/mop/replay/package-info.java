/** Trains a trial of an earlier study again, from its journal. */
@NullMarked
package org.jerboa.mop.replay;

import org.jspecify.annotations.NullMarked;
