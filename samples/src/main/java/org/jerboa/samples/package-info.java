/**
 * Runnable examples, numbered in reading order, one lesson each; and the tools that {@code samples/run} starts beside them.
 * {@code S01DigitsStudy} has the data, the space and the network that most others go on from.
 */
@NullMarked
package org.jerboa.samples;

import org.jspecify.annotations.NullMarked;
