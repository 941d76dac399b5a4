package org.jerboa.hazelcast.internal.driver;

import org.jerboa.tune.data.Split;

/** Which shard of a dataset. */
record ShardKey(Split split, int index) {}
