package org.jerboa.mop.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jerboa.mop.checkpoint.FileCheckpointStore;
import org.jerboa.mop.checkpoint.MemoryCheckpointStore;
import org.jerboa.testkit.contract.WorkerPoolContract;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.WorkerPool;
import org.junit.jupiter.api.io.TempDir;

class LocalWorkerPoolTest extends WorkerPoolContract {

    @TempDir
    Path folder;

    @Override
    protected WorkerPool pool(ModelHandler<PlainMlp> handler, Dataset data, int workers, boolean keepsModels)
            throws IOException {
        Path spill = Files.createTempDirectory(folder, "spill");
        return new LocalWorkerPool<>(
                handler,
                data,
                workers,
                1,
                keepsModels ? 1 << 30 : 0,
                new MemoryCheckpointStore(),
                new FileCheckpointStore(spill));
    }
}
