/**
 * Handlers that fail, hang, wait at a gate or are counted, around any other.
 */
@NullMarked
package org.jerboa.testkit.fault;

import org.jspecify.annotations.NullMarked;
