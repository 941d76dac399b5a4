/**
 * Where shards lie, on the heap or in mapped files, and the form of such a file.
 */
@NullMarked
package org.jerboa.data.store;

import org.jspecify.annotations.NullMarked;
