package org.jerboa.hazelcast.internal.worker;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.hazelcast.internal.metrics.Published;
import org.jerboa.hazelcast.internal.wire.Delivery;
import org.jerboa.hazelcast.internal.wire.Endpoint;
import org.jerboa.hazelcast.internal.wire.Message;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.wire.Outbox;
import org.jerboa.hazelcast.internal.wire.Pull;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.mop.local.WorkerThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's threads and memory for units, and the studies that use them. When a study's driver leaves the grid, or when
 * this member finds itself outside it, the study's units end and nothing that they did counts. Thread-safe.
 */
public final class WorkerSide implements Endpoint, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerSide.class);
    private static final long PATIENCE_MILLIS = 30_000;

    private final HazelcastInstance here;
    private final Node node;
    private final WorkerLimits limits;
    private final WorkerThreads threads;
    private final ShardMemory memory;
    private final Path folder;
    private final ClassLoader loader;
    private final Map<String, StudySession> sessions = new ConcurrentHashMap<>();
    private final WorkerFigures figures;
    private final Published published;
    private final UUID membership;
    private final UUID lifecycle;
    private boolean draining;
    private boolean closing;

    /** @param loader of the classes of handlers */
    public WorkerSide(HazelcastInstance here, Node node, WorkerLimits limits, ClassLoader loader) throws IOException {
        this.here = here;
        this.node = node;
        this.limits = limits;
        this.threads = new WorkerThreads(limits.slots());
        this.memory = new ShardMemory(limits.shardBytes());
        this.folder = Files.createTempDirectory("jerboa-worker-");
        this.loader = loader;
        this.figures = new WorkerFigures(limits.slots(), sessions::size, this::shardBytes, memory);
        this.published = Published.of(
                "GridWorker",
                "member",
                here.getCluster().getLocalMember().getUuid().toString(),
                figures);
        this.membership = here.getCluster().addMembershipListener(new Members());
        this.lifecycle = here.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleEvent.LifecycleState.MERGING) {
                endAll("this worker was out of the grid for a while");
            }
        });
        node.setWorker(this);
    }

    // --- messages

    @Override
    public synchronized @Nullable String take(Delivery delivery) {
        if (closing) {
            return "the worker is about to end";
        }
        StudySession session = sessions.get(delivery.study());
        if (delivery.messages().get(0) instanceof Message.Open open) {
            return open(session, delivery, open);
        }
        return session != null && isOf(session, delivery)
                ? session.take(delivery)
                : "the study is not open on this worker";
    }

    private static boolean isOf(StudySession session, Delivery delivery) {
        return session.number() == delivery.session() && session.driver().equals(delivery.sender());
    }

    private @Nullable String open(@Nullable StudySession before, Delivery delivery, Message.Open terms) {
        if (before != null) {
            if (isOf(before, delivery)) {
                return null;
            }
            if (before.number() > delivery.session()
                    || (before.number() == delivery.session() && isHere(before.driver()))) {
                return "another driver has the study";
            }
            sessions.remove(delivery.study());
            before.abort(Optional.of(Message.Leaving.TAKEN_OVER));
            awaitEnd(before);
        }
        if (draining) {
            return "the worker is about to end";
        }
        Optional<Member> driver = member(delivery.sender());
        if (driver.isEmpty()) {
            return "its driver is not in the grid";
        }
        Outbox outbox = new Outbox(
                here, driver.get(), delivery.study(), delivery.session(), true, new Unheard(delivery.study()));
        try {
            String name =
                    here.getCluster().getLocalMember().getUuid().toString().substring(0, 8) + "/worker-";
            Path place = Files.createTempDirectory(folder, "study-");
            sessions.put(
                    delivery.study(),
                    new StudySession(
                            here,
                            delivery,
                            terms,
                            threads,
                            limits.modelBytes(),
                            memory,
                            place,
                            name,
                            loader,
                            outbox,
                            figures,
                            this::ended));
            return null;
        } catch (IOException | RuntimeException | LinkageError e) {
            outbox.abort();
            LOG.warn("Study {} cannot be worked on here", delivery.study(), e);
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private void ended(StudySession session) {
        sessions.remove(session.study(), session);
        LOG.info("Study {} has ended here; until now {}", session.study(), figures);
    }

    private boolean isHere(UUID member) {
        return member(member).isPresent();
    }

    private Optional<Member> member(UUID id) {
        return here.getCluster().getMembers().stream()
                .filter(member -> member.getUuid().equals(id))
                .findFirst();
    }

    @Override
    public @Nullable String take(ShardPart part) {
        StudySession session = sessions.get(part.study());
        return session == null || session.number() != part.session()
                ? "the study is not open on this worker"
                : session.take(part);
    }

    @Override
    public @Nullable String take(ShardFile file) {
        StudySession session = sessions.get(file.study());
        return session == null || session.number() != file.session()
                ? "the study is not open on this worker"
                : session.take(file);
    }

    @Override
    public byte @Nullable [] give(Pull pull) {
        StudySession session = sessions.get(pull.study());
        if (session == null || session.number() != pull.session()) {
            return null;
        }
        try {
            return session.give(pull);
        } catch (IOException e) {
            LOG.warn("The live model of {} could not be given away", pull.id(), e);
            return null;
        }
    }

    /** Bytes of shards that are held here, by study. */
    public long shardBytes() {
        return sessions.values().stream().mapToLong(StudySession::shardBytes).sum();
    }

    // --- ending

    private void endAll(String reason) {
        for (String study : List.copyOf(sessions.keySet())) {
            end(study, Optional.of(reason));
        }
    }

    private void end(String study, Optional<String> reason) {
        StudySession session = sessions.remove(study);
        if (session != null) {
            LOG.info("Study {} ends here: {}", study, reason.orElse("its driver has left"));
            session.abort(reason);
        }
    }

    private static void awaitEnd(StudySession session) {
        awaitEnd(session, PATIENCE_MILLIS);
    }

    private static void awaitEnd(StudySession session, long millis) {
        try {
            session.awaitEnd(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes no more units, and waits until nothing of this worker is needed any more: those that it has are done and their
     * checkpoints stored, and its live models have gone to other workers.
     *
     * @param limit at most so long; what is not done by then is for {@link #close} to end
     */
    public void drain(Duration limit) {
        List<StudySession> open;
        synchronized (this) {
            draining = true;
            open = List.copyOf(sessions.values());
        }
        open.forEach(StudySession::askToLeave);
        long deadline = System.nanoTime() + limit.toNanos();
        for (StudySession session : open) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left > 0) {
                awaitEnd(session, left);
            }
        }
        if (!sessions.isEmpty()) {
            LOG.warn(
                    "What is under way for studies {} was not done within {}; it is run again elsewhere",
                    sessions.keySet(),
                    limit);
        }
    }

    /** What it did until now, for people. */
    public String summary() {
        return figures.toString();
    }

    /** Tells drivers that this worker goes, and ends what it does for them. */
    @Override
    public void close() throws IOException {
        List<StudySession> open;
        synchronized (this) {
            closing = true;
            open = List.copyOf(sessions.values());
        }
        if (here.getLifecycleService().isRunning()) {
            here.getCluster().removeMembershipListener(membership);
            here.getLifecycleService().removeLifecycleListener(lifecycle);
        }
        endAll("the worker was told to end");
        open.forEach(WorkerSide::awaitEnd);
        node.setWorker(null);
        published.close();
        Trees.delete(folder);
    }

    /** What a driver does not take. */
    private final class Unheard implements Outbox.Trouble {

        private final String study;

        Unheard(String study) {
            this.study = study;
        }

        @Override
        public void refused(String why) {
            StudySession session = sessions.get(study);
            if (session != null) {
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

    private final class Members implements MembershipListener {

        @Override
        public void memberAdded(MembershipEvent event) {
            // drivers come to their workers
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            UUID gone = event.getMember().getUuid();
            sessions.forEach((study, session) -> {
                if (session.driver().equals(gone)) {
                    end(study, Optional.empty());
                }
            });
        }
    }
}
