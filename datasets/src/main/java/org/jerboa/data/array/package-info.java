/**
 * Arrays and blocks that are in memory already, as sources of examples.
 */
@NullMarked
package org.jerboa.data.array;

import org.jspecify.annotations.NullMarked;
