package org.jerboa.hazelcast.internal.worker;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jerboa.hazelcast.internal.checkpoint.GridCheckpoints;
import org.jerboa.hazelcast.internal.wire.Incoming;
import org.jerboa.hazelcast.internal.wire.Pull;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.jerboa.tune.spi.UnitQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a member's units have models from that are not live there: from the member that has the live one, which gives it
 * away; else from the grid's checkpoints; else from those that the driver keeps. Thread-safe.
 */
final class MemberStore implements CheckpointStore {

    private static final Logger LOG = LoggerFactory.getLogger(MemberStore.class);

    /** A unit that is to run here. */
    private record Expected(UnitQuery query, Optional<UUID> source) {}

    private final HazelcastInstance here;
    private final String study;
    private final int session;
    private final UUID driver;
    private final GridCheckpoints grid;
    private final ConcurrentMap<Integer, Expected> expected = new ConcurrentHashMap<>();
    private final ConcurrentMap<CheckpointId, Long> tickets = new ConcurrentHashMap<>();
    private final AtomicLong hops = new AtomicLong(ThreadLocalRandom.current().nextLong());
    private final WorkerFigures figures;
    private final Set<Long> lost = ConcurrentHashMap.newKeySet();

    MemberStore(
            HazelcastInstance here,
            String study,
            int session,
            UUID driver,
            int backups,
            long cacheBytes,
            WorkerFigures figures) {
        this.here = here;
        this.study = study;
        this.session = session;
        this.driver = driver;
        this.figures = figures;
        this.grid = new GridCheckpoints(here, study, backups, id -> tickets.getOrDefault(id, -1L), cacheBytes);
    }

    /** A unit comes: from which member its model is to be had, if that is known, and which attempt it is. */
    void expect(UnitQuery query, Optional<UUID> source) {
        expected.put(query.trial(), new Expected(query, source));
        if (query.commit()) {
            tickets.put(query.result(), query.ticket());
        }
    }

    /** The configuration of a trial, if a unit of it was run here: then only there may be a live model of it. */
    Optional<Configuration> configuration(int trial) {
        return Optional.ofNullable(expected.get(trial)).map(unit -> unit.query.configuration());
    }

    /** The member that has the live model which a unit here starts from, if it is still in the grid. */
    Optional<UUID> holder(CheckpointId id) {
        return source(id).filter(member -> member(member).isPresent());
    }

    private Optional<UUID> source(CheckpointId id) {
        Expected unit = expected.get(id.trial());
        return unit != null && unit.query.version() == id.version() ? unit.source : Optional.empty();
    }

    private Optional<Member> member(UUID id) {
        return here.getCluster().getMembers().stream()
                .filter(member -> member.getUuid().equals(id))
                .findFirst();
    }

    /** Whether a unit's model was not to be had because the member that had it has left. */
    boolean wasLost(long ticket) {
        return lost.remove(ticket);
    }

    @Override
    public <T> T get(CheckpointId id, Reader<T> reader) throws IOException {
        Expected unit = expected.get(id.trial());
        if (unit != null && unit.query.version() == id.version() && unit.source.isPresent()) {
            try {
                Optional<Incoming> live = live(id, unit.source.get());
                if (live.isPresent()) {
                    T model = live.get().read(reader);
                    figures.hopped(live.get().received());
                    return model;
                }
            } catch (Incoming.GoneException e) {
                lost.add(unit.query.ticket());
            } catch (Incoming.BrokenException e) {
                LOG.warn("The live model of {} could not be had from {}", id, unit.source.get(), e);
            }
        }
        try {
            return grid.get(id, reader);
        } catch (NoSuchFileException | CorruptCheckpointException e) {
            return kept(id, reader, e);
        }
    }

    private Optional<Incoming> live(CheckpointId id, UUID source) throws Incoming.BrokenException {
        Optional<Incoming> model = pull(id, source, false);
        if (model.isEmpty()) {
            LOG.debug("{} is not live on {} any more", id, source);
        }
        return model;
    }

    /** @param missing why it is asked for, and what is thrown if the driver does not have it */
    private <T> T kept(CheckpointId id, Reader<T> reader, IOException missing) throws IOException {
        try {
            Optional<Incoming> kept = pull(id, driver, true);
            if (kept.isPresent()) {
                return kept.get().read(reader);
            }
        } catch (Incoming.BrokenException e) {
            LOG.warn("The checkpoint of {} could not be had from the driver", id, e);
        }
        throw missing;
    }

    private Optional<Incoming> pull(CheckpointId id, UUID from, boolean fromDriver) throws Incoming.BrokenException {
        Optional<Member> member = member(from);
        if (member.isEmpty()) {
            throw new Incoming.GoneException(new IOException("member " + from + " is not in the grid"));
        }
        long hop = hops.incrementAndGet();
        return Incoming.from(here, member.get(), part -> new Pull(study, session, id, fromDriver, hop, part));
    }

    @Override
    public long put(CheckpointId id, Writer payload) throws IOException {
        long bytes = grid.put(id, payload);
        tickets.remove(id);
        return bytes;
    }

    @Override
    public SortedSet<Integer> versions(int trial) throws IOException {
        return grid.versions(trial);
    }

    @Override
    public void delete(CheckpointId id) throws IOException {
        grid.delete(id);
    }

    @Override
    public void close() {
        grid.close();
    }
}
