package org.jerboa.hazelcast.internal.driver;

import java.time.Duration;

/**
 * How a study uses a grid.
 *
 * @param replication members that hold each shard
 * @param backups copies of each checkpoint beside the first
 * @param workers members that a study waits for before it begins
 * @param patience how long it waits for them, and for another one when the last has left
 */
public record GridTerms(int replication, int backups, int workers, Duration patience) {}
