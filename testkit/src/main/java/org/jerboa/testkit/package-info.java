/**
 * Tests for whoever implements a contract of {@code org.jerboa.tune}: a new searcher, handler, worker pool or checkpoint
 * store extends the suite of its contract and runs it with JUnit 5.
 *
 * <p>The architecture rules that every module of Jerboa obeys are here too. Meant for the test scope.
 */
@NullMarked
package org.jerboa.testkit;

import org.jspecify.annotations.NullMarked;
