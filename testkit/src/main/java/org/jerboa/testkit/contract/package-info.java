/**
 * The contracts of searchers, handlers, worker pools and checkpoint stores as suites of tests: extend the one of what you have
 * written, and run it with JUnit 5.
 */
@NullMarked
package org.jerboa.testkit.contract;

import org.jspecify.annotations.NullMarked;
