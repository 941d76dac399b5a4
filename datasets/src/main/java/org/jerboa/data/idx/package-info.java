/**
 * IDX files, the format of MNIST, as sources of examples.
 */
@NullMarked
package org.jerboa.data.idx;

import org.jspecify.annotations.NullMarked;
