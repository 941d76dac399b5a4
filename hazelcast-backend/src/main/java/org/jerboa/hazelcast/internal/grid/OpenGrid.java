package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.core.HazelcastInstance;
import org.jerboa.hazelcast.internal.wire.Node;

/**
 * A grid with a driver's member in it.
 *
 * @param driver the member that studies are driven from
 * @param ending ends all that was started
 */
public record OpenGrid(HazelcastInstance driver, Node node, Runnable ending) {}
