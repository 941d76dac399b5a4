package org.jerboa.hazelcast.internal.worker;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jerboa.hazelcast.internal.metrics.Published;
import org.jerboa.hazelcast.internal.wire.Delivery;
import org.jerboa.hazelcast.internal.wire.DerivedOffer;
import org.jerboa.hazelcast.internal.wire.Endpoint;
import org.jerboa.hazelcast.internal.wire.Lacks;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.wire.Pull;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.wire.TransformPart;
import org.jerboa.hazelcast.internal.worker.derived.Materials;
import org.jerboa.hazelcast.internal.worker.memory.Room;
import org.jerboa.hazelcast.internal.worker.memory.ShardMemory;
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
    private static final String NOT_OPEN = "the study is not open on this worker";

    private final Node node;
    private final Workplace place;
    private final OpenStudies studies;
    private final Published published;
    private final UUID membership;
    private final UUID lifecycle;

    /** A member that has no other ones in its JVM. */
    public WorkerSide(HazelcastInstance here, Node node, WorkerLimits limits, ClassLoader loader) throws IOException {
        this(here, node, limits, loader, new Neighbours());
    }

    /**
     * @param loader of the classes of handlers
     * @param neighbours members in this JVM that have the same loader
     */
    public WorkerSide(HazelcastInstance here, Node node, WorkerLimits limits, ClassLoader loader, Neighbours neighbours)
            throws IOException {
        this.node = node;
        ShardMemory memory = new ShardMemory(limits.shardBytes());
        Path folder = Files.createTempDirectory("jerboa-worker-");
        Materials materials = new Materials(new Room(memory, folder.resolve("derived")), loader);
        this.place = new Workplace(
                here,
                new WorkerThreads(limits.slots()),
                limits.modelBytes(),
                memory,
                folder,
                materials,
                loader,
                neighbours,
                new WorkerFigures(limits.slots(), this::openStudies, this::shardBytes, materials::bytes, memory));
        this.studies = new OpenStudies(place);
        this.published = Published.of("GridWorker", "member", place.member().toString(), place.figures());
        this.membership = here.getCluster().addMembershipListener(new Members());
        this.lifecycle = here.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleEvent.LifecycleState.MERGING) {
                studies.endAll("this worker was out of the grid for a while");
            }
        });
        node.setWorker(this);
    }

    // --- what it is asked

    @Override
    public @Nullable String take(Delivery delivery) {
        return studies.take(delivery);
    }

    @Override
    public @Nullable String take(ShardPart part) {
        StudySession session = studies.of(part);
        return session == null ? NOT_OPEN : session.shards().take(part);
    }

    @Override
    public @Nullable String take(ShardFile file) {
        StudySession session = studies.of(file);
        return session == null ? NOT_OPEN : session.shards().take(file);
    }

    @Override
    public byte[] take(DerivedOffer offer) {
        StudySession session = studies.of(offer);
        return session == null ? Lacks.refusal(NOT_OPEN) : session.shards().take(offer);
    }

    @Override
    public @Nullable String take(TransformPart part) {
        StudySession session = studies.of(part);
        return session == null ? NOT_OPEN : session.shards().take(part);
    }

    @Override
    public byte @Nullable [] give(Pull pull) {
        StudySession session = studies.of(pull);
        if (session == null) {
            return null;
        }
        try {
            return session.give(pull);
        } catch (IOException e) {
            LOG.warn("The live model of {} could not be given away", pull.id(), e);
            return null;
        }
    }

    // --- what is known of it

    private int openStudies() {
        return studies.names().size();
    }

    /** Bytes of shards that are held here, of all studies. */
    public long shardBytes() {
        return studies.shardBytes();
    }

    /** Bytes that are kept here to derive shards. */
    public long materialBytes() {
        return place.materials().bytes();
    }

    /** What it did until now, for people. */
    public String summary() {
        return place.figures().toString();
    }

    // --- ending

    /**
     * Takes no more units, and waits until nothing of this worker is needed any more: those that it has are done and their
     * checkpoints stored, and its live models have gone to other workers.
     *
     * @param limit at most so long; what is not done by then is for {@link #close} to end
     */
    public void drain(Duration limit) {
        List<StudySession> open = studies.drain();
        open.forEach(StudySession::askToLeave);
        long deadline = System.nanoTime() + limit.toNanos();
        for (StudySession session : open) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left > 0) {
                OpenStudies.awaitEnd(session, left);
            }
        }
        if (!studies.names().isEmpty()) {
            LOG.warn(
                    "What is under way for studies {} was not done within {}; it is run again elsewhere",
                    studies.names(),
                    limit);
        }
    }

    /** Tells drivers that this worker goes, and ends what it does for them. */
    @Override
    public void close() throws IOException {
        HazelcastInstance here = place.here();
        if (here.getLifecycleService().isRunning()) {
            here.getCluster().removeMembershipListener(membership);
            here.getLifecycleService().removeLifecycleListener(lifecycle);
        }
        studies.close();
        place.materials().close();
        node.setWorker(null);
        published.close();
        Trees.delete(place.folder());
    }

    private final class Members implements MembershipListener {

        @Override
        public void memberAdded(MembershipEvent event) {
            // drivers come to their workers
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            studies.driverLeft(event.getMember().getUuid());
            place.materials().driverLeft(event.getMember().getUuid());
        }
    }
}
