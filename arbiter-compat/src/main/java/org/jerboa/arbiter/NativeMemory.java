package org.jerboa.arbiter;

import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Networks live off the heap, where the garbage collector does not see how large they are. A collection is asked for when
 * enough of them have been trained, and not after each, as in Arbiter. Networks are not closed: listeners, savers and
 * users may hold them.
 *
 * <p>Thread-safe.
 */
final class NativeMemory {

    private static final long UNCOLLECTED_BYTES = 256L << 20;

    /** Parameters, gradients, two moments of the updater, as 32-bit numbers. */
    private static final long BYTES_PER_PARAMETER = 16;

    /** What even the smallest network takes with its workspaces, measured: 300 of them took 2.3 GB. */
    private static final long SMALLEST = 8L << 20;

    private final AtomicLong uncollected = new AtomicLong();

    void allocated(Model network) {
        uncollected.addAndGet(Math.max(SMALLEST, BYTES_PER_PARAMETER * network.numParams()));
    }

    /**
     * Frees what belongs to the calling thread, on which a candidate has just ended. ND4J's own method for all workspaces of
     * a thread collects garbage each time, and stops the candidates beside it.
     */
    void release() {
        MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
        for (MemoryWorkspace workspace : workspaces.getAllWorkspacesForCurrentThread()) {
            workspaces.destroyWorkspace(workspace);
        }
        long bytes = uncollected.get();
        if (bytes >= UNCOLLECTED_BYTES && uncollected.compareAndSet(bytes, 0)) {
            System.gc();
        }
    }
}
