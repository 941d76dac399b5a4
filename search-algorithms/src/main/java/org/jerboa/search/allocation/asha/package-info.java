/** Asynchronous successive halving: trials go up whenever their rung has enough behind them, and nobody waits. */
@NullMarked
package org.jerboa.search.allocation.asha;

import org.jspecify.annotations.NullMarked;
