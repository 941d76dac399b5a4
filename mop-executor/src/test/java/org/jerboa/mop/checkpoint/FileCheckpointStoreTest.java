package org.jerboa.mop.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import org.jerboa.testkit.contract.CheckpointStoreContract;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;

class FileCheckpointStoreTest extends CheckpointStoreContract {

    @Override
    protected CheckpointStore open(Path folder) {
        return new FileCheckpointStore(folder);
    }

    @Override
    protected Optional<Path> file(Path folder, CheckpointId id) {
        return Optional.of(folder.resolve("trial-" + id.trial()).resolve("version-" + id.version() + ".checkpoint"));
    }
}
