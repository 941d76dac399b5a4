package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.factory.Nd4j;

class NativeMemoryTest {

    @Test
    void freesTheThreadsWorkspacesWithoutACollection() {
        MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
        MemoryWorkspace first = used(workspaces, "NativeMemoryTest 1");
        MemoryWorkspace second = used(workspaces, "NativeMemoryTest 2");
        assertThat(workspaces.getAllWorkspacesForCurrentThread()).contains(first, second);
        long lastCollection = Nd4j.getMemoryManager().getLastGcTime();

        new NativeMemory().release();

        assertThat(workspaces.getAllWorkspacesForCurrentThread()).isEmpty();
        assertThat(Nd4j.getMemoryManager().getLastGcTime()).isEqualTo(lastCollection);
    }

    private static MemoryWorkspace used(MemoryWorkspaceManager workspaces, String name) {
        try (MemoryWorkspace workspace = workspaces.getAndActivateWorkspace(name)) {
            assertThat(Nd4j.ones(3).isAttached()).isTrue();
            return workspace;
        }
    }
}
