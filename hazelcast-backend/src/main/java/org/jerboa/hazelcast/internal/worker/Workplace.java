package org.jerboa.hazelcast.internal.worker;

import com.hazelcast.core.HazelcastInstance;
import java.nio.file.Path;
import org.jerboa.mop.local.WorkerThreads;

/**
 * What a member has for the units of all its studies.
 *
 * @param threads that run them
 * @param modelBytes heap for live models between their units
 * @param memory heap for shards
 * @param folder for what is not in memory
 * @param loader of the classes of handlers
 */
record Workplace(
        HazelcastInstance here,
        WorkerThreads threads,
        long modelBytes,
        ShardMemory memory,
        Path folder,
        ClassLoader loader,
        WorkerFigures figures) {

    /** What the names of its workers begin with. */
    String workers() {
        return here.getCluster().getLocalMember().getUuid().toString().substring(0, 8) + "/worker-";
    }
}
