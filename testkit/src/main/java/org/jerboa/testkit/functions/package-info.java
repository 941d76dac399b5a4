/**
 * Functions that stand in for training, on which search algorithms are compared: exact, cheap and the same on every
 * machine. {@link org.jerboa.testkit.functions.TestFunctions} has them, {@link
 * org.jerboa.testkit.functions.FunctionStudy} plays a search over one of them.
 */
@NullMarked
package org.jerboa.testkit.functions;

import org.jspecify.annotations.NullMarked;
