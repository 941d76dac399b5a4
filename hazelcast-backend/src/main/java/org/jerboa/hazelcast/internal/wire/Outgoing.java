package org.jerboa.hazelcast.internal.wire;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.tune.spi.CheckpointId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * States of models on their way to other members. Each is written by a thread of its own, while its parts are asked for and
 * travel; threads are kept for a minute for the next ones. The writer is held up while few parts are asked for, and given up
 * when none is for a minute, when the receiver says that it needs no more, or when the trial has other things to do.
 * Thread-safe.
 */
public final class Outgoing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    /** How long who asks is kept waiting for a part, as that takes a thread of the grid's. */
    private static final Duration WAIT = Duration.ofMillis(200);

    /** A receiver may stand still for a while, but must not hold a model for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long CLOSING_MILLIS = 10_000;

    /** Writes a state. */
    @FunctionalInterface
    public interface Source {

        /**
         * Answers whether there is such a state; only then something is written.
         *
         * @throws IOException if it cannot be written, or {@code out} takes no more
         */
        boolean writeTo(WritableByteChannel out) throws IOException;
    }

    /** @param number tells it from others of the same trial */
    private record Hop(long number, PartBuffer parts) {}

    private final Duration patience;
    private final Map<Integer, Hop> hops = new HashMap<>();
    private final AtomicInteger named = new AtomicInteger();
    private final ExecutorService writers = Executors.newCachedThreadPool(task -> {
        Thread writer = new Thread(task, "jerboa-hop-" + named.getAndIncrement());
        writer.setDaemon(true);
        return writer;
    });
    private boolean closed;

    public Outgoing() {
        this(PATIENCE);
    }

    /** @param patience how long a state is held of which no part is asked for */
    Outgoing(Duration patience) {
        this.patience = patience;
    }

    /**
     * The part that is asked for; null if there is none. With the first one the state begins to be written.
     *
     * @param source is used for the first part only, by another thread
     */
    public byte @Nullable [] give(Pull pull, Source source) throws IOException {
        Hop hop = pull.part() == 0 ? begin(pull, source) : find(pull);
        if (hop == null) {
            return null;
        }
        byte[] part = null;
        if (pull.part() == Pull.NO_MORE) {
            hop.parts.giveUp();
        } else {
            part = hop.parts.take(pull.part(), WAIT);
        }
        if (hop.parts.isExhausted()) {
            remove(pull.id().trial(), hop);
        }
        return part;
    }

    private synchronized @Nullable Hop begin(Pull pull, Source source) {
        if (closed) {
            return null;
        }
        Hop known = find(pull);
        if (known != null) {
            return known; // the first part is asked for again
        }
        forget(pull.id().trial()); // where the trial's model was to go before, it is not waited for any more
        Hop hop = new Hop(pull.hop(), new PartBuffer(patience));
        hops.put(pull.id().trial(), hop);
        writers.execute(() -> write(pull.id(), source, hop.parts));
        return hop;
    }

    private synchronized @Nullable Hop find(Pull pull) {
        Hop hop = hops.get(pull.id().trial());
        return hop == null || hop.number != pull.hop() ? null : hop;
    }

    private synchronized void remove(int trial, Hop hop) {
        hops.remove(trial, hop);
    }

    private void write(CheckpointId id, Source source, PartBuffer parts) {
        try {
            PartWriter out = new PartWriter(parts);
            if (source.writeTo(out)) {
                out.finish();
            }
            parts.end();
        } catch (IOException | RuntimeException | Error e) {
            if (parts.isGivenUp()) {
                LOG.debug("{} is not asked for any more", id, e);
            } else {
                LOG.warn("The model of {} could not be given away", id, e);
            }
            parts.giveUp();
        }
    }

    /** A trial's state will not be asked for any more. */
    public synchronized void forget(int trial) {
        Hop hop = hops.remove(trial);
        if (hop != null) {
            hop.parts.giveUp();
        }
    }

    /** Gives all hops up. Nothing is written any more when it returns, unless a handler does not end. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            List.copyOf(hops.keySet()).forEach(this::forget);
        }
        writers.shutdown();
        try {
            if (!writers.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("A model is still being written that nobody asks for; its handler does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
