/**
 * The rules that the modules of Jerboa obey, as tests.
 */
@NullMarked
package org.jerboa.testkit.architecture;

import org.jspecify.annotations.NullMarked;
