/**
 * The executor: trains a set of trials on sharded data by Model Hopper Parallelism. Shards stay with their workers, and
 * models hop from worker to worker between sub-epochs.
 *
 * <p>One coordinator decides which model trains on which shard next; workers run one unit query at a time; checkpoints
 * and the journal make a study resumable and repeatable. Deep-learning tools are reached through handlers only, and
 * other backends plug in as worker pools and checkpoint stores.
 */
@NullMarked
package org.jerboa.mop;

import org.jspecify.annotations.NullMarked;
