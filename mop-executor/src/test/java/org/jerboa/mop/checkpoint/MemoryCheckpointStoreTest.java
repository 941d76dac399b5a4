package org.jerboa.mop.checkpoint;

import java.nio.file.Path;
import org.jerboa.testkit.contract.CheckpointStoreContract;
import org.jerboa.tune.spi.CheckpointStore;

class MemoryCheckpointStoreTest extends CheckpointStoreContract {

    @Override
    protected CheckpointStore open(Path folder) {
        return new MemoryCheckpointStore();
    }

    @Override
    protected boolean outlivesItsInstance() {
        return false;
    }
}
