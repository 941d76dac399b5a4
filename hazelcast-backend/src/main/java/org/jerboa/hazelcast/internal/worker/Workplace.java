package org.jerboa.hazelcast.internal.worker;

import com.hazelcast.core.HazelcastInstance;
import java.nio.file.Path;
import java.util.UUID;
import org.jerboa.hazelcast.internal.worker.derived.Materials;
import org.jerboa.hazelcast.internal.worker.memory.ShardMemory;
import org.jerboa.mop.local.WorkerThreads;

/**
 * What a member has for the units of all its studies.
 *
 * @param threads that run them
 * @param modelBytes heap for live models between their units
 * @param memory heap for shards
 * @param folder for what is not in memory
 * @param materials of shards that are derived here
 * @param loader of the classes of handlers
 * @param neighbours it and other members in this JVM
 */
record Workplace(
        HazelcastInstance here,
        WorkerThreads threads,
        long modelBytes,
        ShardMemory memory,
        Path folder,
        Materials materials,
        ClassLoader loader,
        Neighbours neighbours,
        WorkerFigures figures) {

    /** Who the member is in the grid. */
    UUID member() {
        return here.getCluster().getLocalMember().getUuid();
    }

    /** What the names of its workers begin with. */
    String workers() {
        return member().toString().substring(0, 8) + "/worker-";
    }
}
