package org.jerboa.hazelcast.internal.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jerboa.hazelcast.internal.wire.Command;
import org.jerboa.hazelcast.internal.wire.Delivery;
import org.jerboa.hazelcast.internal.wire.Event;
import org.jerboa.hazelcast.internal.wire.Message;
import org.jerboa.hazelcast.internal.wire.Outbox;
import org.jerboa.hazelcast.internal.wire.Pull;
import org.jerboa.hazelcast.internal.worker.memory.Room;
import org.jerboa.mop.local.LogContext;
import org.jerboa.tune.spi.UnitReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver's study on this member: a pool that is told by messages what to do, and whose events are
 * messages too. Messages are handled one after another by a thread of the session.
 */
final class StudySession {

    private static final Logger LOG = LoggerFactory.getLogger(StudySession.class);

    private final String study;
    private final int number;
    private final UUID driver;
    private final Delivery opening;
    private final Command.Open terms;
    private final Workplace place;

    /** Who the member was when the session began; one that is outside the grid cannot be asked. */
    private final UUID member;

    private final long cacheBytes;
    private final Path folder;
    private final SessionShards shards;
    private final MemberStore store;
    private final Outbox outbox;
    private final Tidings tidings;
    private final SessionPool<?> pool;
    private final Consumer<StudySession> ended;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private long lastDelivery;
    private boolean closed;

    /**
     * @param folder a place for shards and models that do not fit into memory
     * @param ended is told when nothing is left of it
     * @throws IOException if the handler cannot be read
     */
    StudySession(
            Workplace place,
            Delivery opening,
            Command.Open terms,
            Path folder,
            Outbox outbox,
            Consumer<StudySession> ended)
            throws IOException {
        this.opening = opening;
        this.study = opening.study();
        this.number = opening.session();
        this.driver = opening.sender();
        this.lastDelivery = opening.number();
        this.terms = terms;
        this.place = place;
        this.member = place.member();
        this.cacheBytes =
                Math.min(terms.cacheBytes(), place.modelBytes()); // the driver knows its own heap, not this one
        this.folder = folder;
        WorkerFigures figures = place.figures();
        this.store = new MemberStore(place.here(), study, number, driver, terms.backups(), cacheBytes / 4, figures);
        this.outbox = outbox;
        this.tidings = new Tidings(study, outbox, store, figures);
        HeldShards held = new HeldShards(new Room(place.memory(), folder.resolve("shards")));
        this.shards = new SessionShards(held, place.materials().open(driver, tidings));
        this.ended = ended;
        SharedStudy<?> shared = place.neighbours().join(opening, terms, place.loader(), member, held);
        this.pool = new SessionPool<>(place, member, shared, store);
        this.thread = new Thread(this::work, "jerboa-session-" + study);
        thread.setContextClassLoader(place.loader());
        thread.setDaemon(true);
        thread.start();
    }

    String study() {
        return study;
    }

    int number() {
        return number;
    }

    UUID driver() {
        return driver;
    }

    long shardBytes() {
        return shards.bytes();
    }

    // --- what comes in

    synchronized @Nullable String take(Delivery delivery) {
        if (closed) {
            return "the study has ended on this worker";
        }
        if (delivery.number() > lastDelivery) {
            lastDelivery = delivery.number();
            for (Message message : delivery.messages()) {
                inbox.add(() -> handle(message));
            }
        }
        return null;
    }

    SessionShards shards() {
        return shards;
    }

    /** A part of a live model's state, which this member loses by that; null if it is not here. */
    byte @Nullable [] give(Pull pull) throws IOException {
        return pool.give(pull);
    }

    // --- the session's thread

    private void work() {
        LogContext.ofStudy(terms.label()).enter();
        try {
            while (!isOver()) {
                inbox.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isOver() {
        return closed && inbox.isEmpty();
    }

    private void handle(Message message) {
        try {
            if (message instanceof Command.Begin) {
                pool.open(terms, shards.held(), cacheBytes, folder.resolve("spill"), tidings);
            } else if (message instanceof Command.Run run) {
                run(run);
            } else if (message instanceof Command.Cancel cancel) {
                pool.cancel(cancel);
            } else if (message instanceof Command.Abandon abandon) {
                pool.abandon(abandon);
            } else if (message instanceof Command.Release release) {
                pool.release(release.trial());
            } else if (message instanceof Command.Close) {
                end();
                outbox.add(new Event.Closed());
                outbox.end();
            }
        } catch (RuntimeException | IOException e) {
            LOG.error("Study {}: {} could not be carried out", study, message, e);
        }
    }

    private void run(Command.Run run) {
        try {
            pool.run(run);
        } catch (IllegalStateException e) {
            outbox.add(new Event.Reported(
                    UnitReport.Failed.of(run.query().ticket(), run.worker(), UnitReport.Reason.ERROR, e)));
        }
    }

    private void end() throws IOException {
        try {
            pool.close();
        } finally {
            place.neighbours().leave(opening, member);
            store.close();
            shards.close();
            Trees.delete(folder);
            synchronized (this) {
                closed = true;
            }
            ended.accept(this);
        }
    }

    /** Ends the session without its driver, which is gone or to be told why: units are cancelled, models closed. */
    void abort(Optional<String> reason) {
        reason.ifPresent(text -> outbox.add(new Event.Leaving(text)));
        inbox.add(() -> {
            try {
                end();
            } catch (IOException e) {
                LOG.warn("Study {} could not be cleared up", study, e);
            }
            outbox.end();
        });
    }

    /** Asks the driver to give it nothing more, and to end it when nothing of it is needed. */
    void askToLeave() {
        outbox.add(new Event.Draining());
    }

    void couldNotTell(Message message, String why) {
        tidings.couldNotTell(message, why);
    }

    /** Waits until it has ended, after {@link #abort} or the driver's word. */
    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
        outbox.awaitEnd(millis);
    }
}
