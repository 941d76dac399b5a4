/**
 * A handler in plain Java, for tests that need real training and no tool: multi-layer perceptrons, and data for them.
 */
@NullMarked
package org.jerboa.testkit.perceptron;

import org.jspecify.annotations.NullMarked;
