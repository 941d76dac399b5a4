package org.jerboa.hazelcast.internal.worker;

import com.hazelcast.cluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.hazelcast.internal.wire.Command;
import org.jerboa.hazelcast.internal.wire.Delivery;
import org.jerboa.hazelcast.internal.wire.Event;
import org.jerboa.hazelcast.internal.wire.GridTask;
import org.jerboa.hazelcast.internal.wire.Message;
import org.jerboa.hazelcast.internal.wire.Outbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The studies that a member works for. Each has one driver; a later session of the same study takes it over from an earlier
 * one. Thread-safe.
 */
final class OpenStudies {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStudies.class);
    private static final long PATIENCE_MILLIS = 30_000;
    private static final String ABOUT_TO_END = "the worker is about to end";

    private final Workplace place;
    private final Map<String, StudySession> sessions = new ConcurrentHashMap<>();
    private boolean draining;
    private boolean closing;

    OpenStudies(Workplace place) {
        this.place = place;
    }

    // --- they begin

    /** Takes messages of a driver; answers why not, if it does not. */
    synchronized @Nullable String take(Delivery delivery) {
        if (closing) {
            return ABOUT_TO_END;
        }
        StudySession session = sessions.get(delivery.study());
        if (delivery.messages().get(0) instanceof Command.Open open) {
            return open(session, delivery, open);
        }
        return session != null && isOf(session, delivery)
                ? session.take(delivery)
                : "the study is not open on this worker";
    }

    private static boolean isOf(StudySession session, Delivery delivery) {
        return session.number() == delivery.session() && session.driver().equals(delivery.sender());
    }

    private @Nullable String open(@Nullable StudySession before, Delivery delivery, Command.Open terms) {
        if (before != null) {
            if (isOf(before, delivery)) {
                return null;
            }
            if (before.number() > delivery.session()
                    || (before.number() == delivery.session()
                            && member(before.driver()).isPresent())) {
                return "another driver has the study";
            }
            sessions.remove(delivery.study());
            before.abort(Optional.of(Event.Leaving.TAKEN_OVER));
            awaitEnd(before, PATIENCE_MILLIS);
        }
        if (draining) {
            return ABOUT_TO_END;
        }
        Optional<Member> driver = member(delivery.sender());
        return driver.isEmpty() ? "its driver is not in the grid" : begin(driver.get(), delivery, terms);
    }

    private @Nullable String begin(Member driver, Delivery delivery, Command.Open terms) {
        Outbox outbox = new Outbox(
                place.here(), driver, delivery.study(), delivery.session(), true, new Unheard(delivery.study()));
        try {
            sessions.put(
                    delivery.study(),
                    new StudySession(
                            place,
                            delivery,
                            terms,
                            Files.createTempDirectory(place.folder(), "study-"),
                            outbox,
                            this::ended));
            return null;
        } catch (IOException | RuntimeException | LinkageError e) {
            outbox.abort();
            LOG.warn("Study {} cannot be worked on here", delivery.study(), e);
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private Optional<Member> member(UUID id) {
        return place.here().getCluster().getMembers().stream()
                .filter(member -> member.getUuid().equals(id))
                .findFirst();
    }

    // --- which there are

    /** The session that a task is about; null if it is not open here. */
    @Nullable
    StudySession of(GridTask<?> task) {
        StudySession session = sessions.get(task.study());
        return session == null || session.number() != task.session() ? null : session;
    }

    /** Names of the studies that are open. */
    Set<String> names() {
        return Set.copyOf(sessions.keySet());
    }

    /** Bytes of shards that are held for all of them. */
    long shardBytes() {
        return sessions.values().stream().mapToLong(StudySession::shardBytes).sum();
    }

    // --- they end

    private void ended(StudySession session) {
        sessions.remove(session.study(), session);
        LOG.info("Study {} has ended here; until now {}", session.study(), place.figures());
    }

    /** Ends all, of which their drivers are told why. */
    void endAll(String reason) {
        names().forEach(study -> end(study, Optional.of(reason)));
    }

    /** A driver has left: nothing more can be told to it. */
    void driverLeft(UUID driver) {
        sessions.forEach((study, session) -> {
            if (session.driver().equals(driver)) {
                end(study, Optional.empty());
            }
        });
    }

    private void end(String study, Optional<String> reason) {
        StudySession session = sessions.remove(study);
        if (session != null) {
            LOG.info("Study {} ends here: {}", study, reason.orElse("its driver has left"));
            session.abort(reason);
        }
    }

    /** Opens no more studies, and answers which are open. */
    synchronized List<StudySession> drain() {
        draining = true;
        return List.copyOf(sessions.values());
    }

    /** Takes nothing more, ends all, and waits until they have ended. */
    void close() {
        List<StudySession> open;
        synchronized (this) {
            closing = true;
            open = List.copyOf(sessions.values());
        }
        endAll("the worker was told to end");
        open.forEach(session -> awaitEnd(session, PATIENCE_MILLIS));
    }

    /** Waits so long at most, or until this thread is interrupted. */
    static void awaitEnd(StudySession session, long millis) {
        try {
            session.awaitEnd(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a driver does not take. */
    private final class Unheard implements Outbox.Trouble {

        private final String study;

        Unheard(String study) {
            this.study = study;
        }

        @Override
        public void refused(String why) {
            if (sessions.containsKey(study)) {
                LOG.info("Study {}: {}", study, why);
                end(study, Optional.empty());
            }
        }

        @Override
        public void unreadable(Message message, String why) {
            StudySession session = sessions.get(study);
            if (session != null) {
                session.couldNotTell(message, why);
            }
        }
    }
}
