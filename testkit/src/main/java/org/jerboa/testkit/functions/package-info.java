/**
 * Functions that stand in for training, on which search algorithms are compared: exact, cheap and the same on every
 * machine. {@link org.jerboa.testkit.functions.TestFunctions} has the public ones, {@link
 * org.jerboa.testkit.functions.DrawnFunctions} others of the same kinds, to judge algorithms on what they were not tuned
 * on. {@link org.jerboa.testkit.functions.FunctionStudy} plays a search over one of them, {@link
 * org.jerboa.testkit.functions.Contest} several searches over several of them.
 */
@NullMarked
package org.jerboa.testkit.functions;

import org.jspecify.annotations.NullMarked;
