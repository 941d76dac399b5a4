/** Runnable examples, numbered in reading order, one lesson each. */
@NullMarked
package org.jerboa.samples;

import org.jspecify.annotations.NullMarked;
