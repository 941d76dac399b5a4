/**
 * What must hold of every study, checked while it runs.
 */
@NullMarked
package org.jerboa.testkit.watch;

import org.jspecify.annotations.NullMarked;
