/**
 * How examples come into shards: which go where, by a seeded shuffle, how they are scaled, and the two passes over the source.
 */
@NullMarked
package org.jerboa.data.cut;

import org.jspecify.annotations.NullMarked;
