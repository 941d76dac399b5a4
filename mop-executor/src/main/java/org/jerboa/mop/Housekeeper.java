package org.jerboa.mop;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes checkpoints that are of no more use, off the coordinator's thread. */
final class Housekeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "jerboa-housekeeper");
        worker.setDaemon(true);
        return worker;
    });

    void delete(CheckpointStore store, CheckpointId id) {
        thread.execute(() -> {
            try {
                store.delete(id);
            } catch (IOException e) {
                LOG.warn("The checkpoint of {}, which is not needed any more, could not be deleted", id, e);
            }
        });
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("Superfluous checkpoints are still being deleted after a minute; leaving it at that");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
