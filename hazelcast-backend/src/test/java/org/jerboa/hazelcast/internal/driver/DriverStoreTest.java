package org.jerboa.hazelcast.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.MapInterceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jerboa.hazelcast.internal.checkpoint.GridCheckpoints;
import org.jerboa.hazelcast.internal.grid.TestInstances;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.mop.checkpoint.MemoryCheckpointStore;
import org.jerboa.tune.spi.CheckpointId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checkpoints that are in the grid and with the driver, at the end of a study. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DriverStoreTest {

    private static final String STUDY = "study";
    private static final CheckpointId ID = new CheckpointId(4, 2);

    private final TestInstances instances = new TestInstances("driver-store-test");
    private HazelcastInstance member;
    private GridCheckpoints grid;
    private DriverStore store;

    @BeforeEach
    void storeACheckpoint() throws IOException {
        member = instances.start(Node.worker(), true);
        grid = new GridCheckpoints(member, STUDY, 0, id -> 1, 0);
        grid.fence(Set.of(ID.trial()), 0, Set.of());
        grid.put(ID, out -> out.write(ByteBuffer.allocate(100)));
        store = new DriverStore(new MemoryCheckpointStore(), grid);
        store.keep(ID);
    }

    @AfterEach
    void endGrid() {
        instances.close();
    }

    @Test
    void whatIsDeletedGoesFromBoth() throws Exception {
        store.delete(ID);
        assertThat(store.versions(ID.trial())).isEmpty();
        assertThat(grid.versions(ID.trial())).isEmpty();
    }

    /** Else members leave while a large one is deleted, and what was to be deleted is not to be found. */
    @Test
    void theGridIsNotLeftInTheMiddleOfADeletion() throws Exception {
        member.getMap(GridCheckpoints.chunkMaps(0) + STUDY).addInterceptor(new SlowRemoval());
        CompletableFuture<Void> deletion = CompletableFuture.runAsync(this::delete);
        assertThat(SlowRemoval.REACHED.await(1, TimeUnit.MINUTES)).isTrue();

        CompletableFuture<Boolean> deletedBefore = new CompletableFuture<>();
        Thread end = new Thread(() -> {
            store.comeApart();
            deletedBefore.complete(SlowRemoval.isOver);
        });
        end.start();
        await("the end waits, or is over")
                .atMost(Duration.ofMinutes(1))
                .until(() -> end.getState() == Thread.State.BLOCKED || !end.isAlive());
        SlowRemoval.GO_ON.countDown();

        assertThat(deletedBefore.get(1, TimeUnit.MINUTES)).isTrue();
        deletion.get(1, TimeUnit.MINUTES);
    }

    private void delete() {
        try {
            store.delete(ID);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds up the removal of a chunk until it is told to go on. Used by one test, once. */
    private static final class SlowRemoval implements MapInterceptor {

        private static final long serialVersionUID = 1L;

        private static final CountDownLatch REACHED = new CountDownLatch(1);
        private static final CountDownLatch GO_ON = new CountDownLatch(1);

        private static volatile boolean isOver;

        @Override
        public Object interceptRemove(Object removed) {
            REACHED.countDown();
            try {
                GO_ON.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            isOver = true;
            return null; // what is there is removed
        }

        @Override
        public Object interceptGet(Object value) {
            return null; // as it is
        }

        @Override
        public void afterGet(Object value) {
            // nothing to do
        }

        @Override
        public Object interceptPut(Object oldValue, Object newValue) {
            return null; // as it is
        }

        @Override
        public void afterPut(Object value) {
            // nothing to do
        }

        @Override
        public void afterRemove(Object oldValue) {
            // nothing to do
        }
    }
}
