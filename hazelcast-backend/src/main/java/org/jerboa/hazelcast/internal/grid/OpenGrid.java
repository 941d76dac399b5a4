package org.jerboa.hazelcast.internal.grid;

import com.hazelcast.core.HazelcastInstance;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.worker.Neighbours;

/**
 * A grid with a driver's member in it.
 *
 * @param driver the member that studies are driven from
 * @param neighbours workers in the driver's JVM, if there are any
 * @param assembled whether a study has begun on it: the workers have been waited for
 * @param ending ends all that was started
 */
public record OpenGrid(
        HazelcastInstance driver, Node node, Neighbours neighbours, AtomicBoolean assembled, Runnable ending) {

    /** One that has just been started. */
    public OpenGrid(HazelcastInstance driver, Node node, Neighbours neighbours, Runnable ending) {
        this(driver, node, neighbours, new AtomicBoolean(), ending);
    }
}
