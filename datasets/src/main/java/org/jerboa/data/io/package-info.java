/**
 * Where the bytes of a source come from.
 */
@NullMarked
package org.jerboa.data.io;

import org.jspecify.annotations.NullMarked;
