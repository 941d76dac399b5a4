package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.data.store.Storage;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.study.StudyException;

/**
 * The output of one layer for the examples of a dataset, shard by shard as the dataset is cut, on the heap or in shard files. What is
 * asked for and not there is computed by the thread that asks; several threads can so compute several shards at once. Where other
 * processes compute and keep it, this counts what they keep.
 *
 * <p>When this is closed, what is stored is gone; what is asked for then is computed anew each time, and not stored. Thread-safe.
 */
public final class StoredLayer implements AutoCloseable {

    private final TensorSpec spec;
    private final Storage storage;
    private final OutputsOfPass pass;
    private final Ledger ledger;
    private final Map<Shard, Shard> shards = new ConcurrentHashMap<>();
    private final Set<Shard> elsewhere = new HashSet<>();
    private boolean closed;

    /** @param storage a new one, closed with this */
    StoredLayer(TensorSpec spec, Storage storage, OutputsOfPass pass, Ledger ledger) {
        this.spec = spec;
        this.storage = storage;
        this.pass = pass;
        this.ledger = ledger;
    }

    /** Of one tensor, named after the layer. */
    public TensorSpec spec() {
        return spec;
    }

    Schema schema() {
        return Schema.of(spec);
    }

    /** The outputs that belong to a shard of the dataset. */
    public Tensor tensor(Shard source) throws IOException {
        Shard shard = shards.get(source);
        return shard == null ? pass.compute(source, this) : tensorOf(shard);
    }

    /** Why outputs of this pass could not be computed, if there is a shard of which the last attempt failed. */
    public Optional<Throwable> failure() {
        return pass.failure();
    }

    /**
     * Runs what reads these outputs. If they cannot be computed, trials fail, of whatever kind they are: that is told once, and not as the
     * result of a study.
     *
     * @param what for people: what they are to the reader
     * @throws IOException if the last attempt at some shard has failed
     */
    public <R> R read(String what, Supplier<R> study) throws IOException {
        R result;
        try {
            result = study.get();
        } catch (StudyException e) {
            failure().ifPresent(e::addSuppressed);
            throw e;
        }
        Optional<Throwable> failure = failure();
        if (failure.isPresent()) {
            throw new IOException(what + ": " + failure.get(), failure.get());
        }
        return result;
    }

    void failed(Shard source, Throwable failure) {
        pass.failed(source, failure);
    }

    void succeeded(Shard source) {
        pass.succeeded(source);
    }

    Tensor tensorOf(Shard shard) throws IOException {
        return shard.open().tensor(spec.name());
    }

    /** What is stored of a shard of the dataset, by this process or one before. */
    synchronized Optional<Shard> find(Shard source) {
        Optional<Shard> here = Optional.ofNullable(shards.get(source));
        if (here.isPresent() || closed) {
            return here;
        }
        Optional<Shard> found = storage.find(place(source), schema());
        found.ifPresent(shard -> {
            shards.put(source, shard);
            ledger.found(shard.bytes());
        });
        return found;
    }

    /** Room for the outputs that belong to a shard of the dataset. */
    ShardBuilder allocate(Shard source) throws IOException {
        return storage.allocate(place(source), schema());
    }

    ShardBuilder.Place place(Shard source) {
        bytes(source);
        return new ShardBuilder.Place(source.split(), source.index(), source.examples());
    }

    /**
     * Of the output for a shard.
     *
     * @throws IllegalArgumentException if they are more than a tensor can have
     */
    static long bytes(TensorSpec spec, int examples) {
        long bytes = examples * spec.bytesPerExample();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the output of layer '" + spec.name() + "' for " + examples
                    + " examples of one shard takes " + bytes
                    + " bytes, more than 2 GiB; cut the data into more shards");
        }
        return bytes;
    }

    long bytes(Shard source) {
        return bytes(spec, source.examples());
    }

    /** The output for a shard was stored by another process, perhaps in the place of what was lost. */
    synchronized void keptElsewhere(Shard source) {
        long bytes = bytes(source);
        if (!closed && elsewhere.add(source)) {
            ledger.written(bytes);
        } else {
            ledger.writtenAgain(bytes);
        }
    }

    /** Stores what was built, unless this was closed in the meantime. */
    synchronized void keep(Shard source, Shard built) {
        if (closed) {
            storage.close();
        } else {
            shards.put(source, built);
            ledger.written(built.bytes());
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ledger.dropped(shards.values().stream().mapToLong(Shard::bytes).sum());
            ledger.dropped(elsewhere.stream().mapToLong(this::bytes).sum());
            shards.clear();
            elsewhere.clear();
            storage.close();
        }
    }
}
