/** The state machine that decides what every worker does next. It has no thread, no clock and no pool of its own. */
@NullMarked
package org.jerboa.mop.coordinator;

import org.jspecify.annotations.NullMarked;
