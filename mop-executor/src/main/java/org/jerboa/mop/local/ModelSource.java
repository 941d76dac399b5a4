package org.jerboa.mop.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.UnitQuery;

/**
 * Where the model that a unit starts from comes from: live from the last unit, here or in another pool; restored from a
 * checkpoint; or new. Thread-safe.
 */
final class ModelSource<M> {

    private final ModelHandler<M> handler;
    private final ModelCache<M> cache;
    private final ModelsElsewhere<M> elsewhere;
    private final CheckpointStore store;

    ModelSource(ModelHandler<M> handler, ModelCache<M> cache, ModelsElsewhere<M> elsewhere, CheckpointStore store) {
        this.handler = handler;
        this.cache = cache;
        this.elsewhere = elsewhere;
        this.store = store;
    }

    /**
     * The model, which is the caller's then.
     *
     * @param data what it is about to be used on
     * @throws Missing if the version that the unit starts from is neither live nor to be restored
     * @throws TooLarge if a model that would have to be made cannot fit into memory
     * @throws Exception what the handler throws
     */
    ModelCache.Taken<M> acquire(UnitQuery query, String worker, Schema data) throws Exception {
        CheckpointId start = new CheckpointId(query.trial(), query.version());
        try {
            Optional<ModelCache.Taken<M>> live = cache.take(start, query.configuration());
            if (live.isPresent()) {
                return live.get();
            }
            Optional<M> handedOver = elsewhere.take(start, query.configuration());
            if (handedOver.isPresent()) {
                return new ModelCache.Taken<>(live(query, worker, handedOver.get()), 0);
            }
            requireRoom(query, data);
            if (query.version() > 0) {
                return restore(start, query, worker);
            }
            if (query.origin() != null) {
                return restore(query.origin(), query, worker);
            }
        } catch (NoSuchFileException | CorruptCheckpointException e) {
            throw new Missing(e);
        }
        M model = Objects.requireNonNull(
                handler.create(query.configuration(), query.trialSeed()), "the handler's create gave no model");
        return new ModelCache.Taken<>(live(query, worker, model), 0);
    }

    /** @throws TooLarge if the model that is about to be made cannot fit */
    private void requireRoom(UnitQuery query, Schema data) throws Exception {
        Optional<ModelEstimate> estimate = handler.estimate(query.configuration(), data);
        long limit = handler.memoryLimit();
        if (estimate.isPresent() && estimate.get().bytes() > limit) {
            ModelEstimate model = estimate.get();
            throw new TooLarge("the model of trial " + query.trial() + " would take " + model.bytes()
                    + " bytes (" + model.parameters() + " parameters, minibatches of " + model.batchSize()
                    + "), but this process can give it " + limit
                    + "; make the model or its minibatches smaller, or give the process more memory");
        }
    }

    private ModelCache.Taken<M> restore(CheckpointId id, UnitQuery query, String worker) throws IOException {
        long[] bytes = new long[1];
        M model = store.get(id, in -> {
            CountingChannel counted = new CountingChannel(in);
            M restored = handler.restore(query.configuration(), counted, null);
            bytes[0] = counted.bytes;
            return restored;
        });
        return new ModelCache.Taken<>(live(query, worker, model), bytes[0]);
    }

    private LiveModel<M> live(UnitQuery query, String worker, M model) {
        return new LiveModel<>(query.trial(), query.version(), worker, 0, model);
    }

    /** The model would not fit into memory. */
    static final class TooLarge extends Exception {

        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message);
        }
    }

    /** The version that a unit starts from is neither live nor to be restored. */
    static final class Missing extends Exception {

        private static final long serialVersionUID = 1L;

        Missing(IOException cause) {
            super(cause);
        }
    }

    /** Counts what a restore reads. */
    private static final class CountingChannel implements ReadableByteChannel {

        private final ReadableByteChannel in;
        private long bytes;

        CountingChannel(ReadableByteChannel in) {
            this.in = in;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int read = in.read(target);
            bytes += Math.max(read, 0);
            return read;
        }

        @Override
        public boolean isOpen() {
            return in.isOpen();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
