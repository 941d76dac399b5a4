/**
 * Sources of datasets (arrays, CSV, IDX and others), the seeded shuffle that cuts examples into shards, and the on-disk
 * form of a shard.
 *
 * <p>Knows no deep-learning tool: what it hands out are columnar blocks of examples, as the contract in
 * {@code org.jerboa.tune} describes them.
 */
@NullMarked
package org.jerboa.data;

import org.jspecify.annotations.NullMarked;
