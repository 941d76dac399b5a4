package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jerboa.hazelcast.internal.checkpoint.GridCheckpoints;
import org.jerboa.hazelcast.internal.grid.OpenGrid;
import org.jerboa.hazelcast.internal.metrics.Published;
import org.jerboa.hazelcast.internal.wire.Command;
import org.jerboa.hazelcast.internal.wire.Node;
import org.jerboa.hazelcast.internal.wire.Payload;
import org.jerboa.mop.PoolRequest;
import org.jerboa.mop.coordinator.Session;
import org.jerboa.mop.local.LogContext;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a grid as a study's pool. What is decided is decided by one thread: who joins, who is lost, what of a
 * worker's words counts.
 */
public final class GridPool implements WorkerPool {

    private static final Logger LOG = LoggerFactory.getLogger(GridPool.class);
    private static final Duration CLOSING = Duration.ofSeconds(60);

    private final HazelcastInstance here;
    private final Node node;
    private final PoolState pool;
    private final GridCheckpoints grid;
    private final DriverStore store;
    private final Reports reports;
    private final Muster muster;
    private final Departures departures;
    private final Actor keeper;
    private final DriverSide side;
    private final CheckpointStore spill;
    private final Runnable released;
    private @Nullable UUID listener;
    private @Nullable UUID lifecycle;
    private @Nullable Published published;

    /**
     * @param study names the study, also for a driver that goes on with it later
     * @param released is called when the pool needs the grid no more
     * @throws IOException if what an earlier driver left in the grid cannot be looked through
     */
    public GridPool(PoolRequest<?> request, GridTerms terms, OpenGrid open, String study, Runnable released)
            throws IOException {
        this.here = open.driver();
        this.node = open.node();
        this.spill = request.spill();
        this.released = released;
        this.grid = new GridCheckpoints(here, study, terms.backups(), id -> -1, 0);
        this.store = new DriverStore(request.kept(), grid);
        long firstTicket = new Session(request.session(), Duration.ZERO).firstTicket();
        Admission admission = new Admission(grid, firstTicket);
        Command.Open opening = new Command.Open(
                Payload.of(request.study().handler()),
                request.toolThreads(),
                request.share(),
                request.cacheBytes(),
                terms.backups(),
                LogContext.of(request.study()).study());
        if (hasDataMembers() && admission.takeOver()) {
            store.salvage();
        }
        this.pool = new PoolState(here, study, request.session(), terms, admission);
        this.reports = new Reports(pool, store);
        this.muster = new Muster(pool, opening, request.study().data(), open, reports);
        this.departures = new Departures(pool, store, muster);
        this.keeper = new Actor("jerboa-keeper");
        this.side = new DriverSide(
                pool,
                muster,
                reports,
                departures,
                store,
                new Observers(request.study().data()),
                keeper);
    }

    private boolean hasDataMembers() {
        return here.getCluster().getMembers().stream().anyMatch(member -> !member.isLiteMember());
    }

    // --- what the coordinator asks for

    @Override
    public void open(Events told) {
        pool.telling.begin(told);
        LogContext context = LogContext.present();
        pool.actor.tell(context::enter);
        keeper.tell(context::enter);
        node.addDriver(pool.study, side);
        published = Published.of("GridStudy", "study", context.study() + " " + pool.study, pool.figures);
        listener = here.getCluster().addMembershipListener(new Members());
        lifecycle = here.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleEvent.LifecycleState.SHUTDOWN) {
                pool.actor.tell(muster::lostAll);
            }
        });
        pool.actor.tell(muster::open);
    }

    @Override
    public void submit(String name, UnitQuery query) {
        Optional<UUID> holder = pool.models.of(new CheckpointId(query.trial(), query.version()));
        Optional<Crew.Worker> found = pool.crew.give(name, new Crew.Sent(query, holder));
        if (found.isEmpty()) {
            return;
        }
        MemberLink link = found.get().link();
        if (holder.filter(pool.models::isGone).isPresent() && !isKept(query)) {
            pool.actor.tell(() -> reports.reported(link, Reports.lost(query, name)));
            return;
        }
        if (pool.admission.isNew(query.trial())) {
            link.outbox.add(() -> pool.admission.letIn(query.trial()));
        }
        UUID source = holder.filter(member -> !member.equals(link.id()) && !pool.models.isGone(member))
                .orElse(null);
        link.outbox.add(new Command.Run(name, query, source));
    }

    private boolean isKept(UnitQuery query) {
        try {
            return query.version() == 0 || store.versions(query.trial()).contains(query.version());
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void cancel(String name, long ticket) {
        pool.crew.find(name).ifPresent(worker -> worker.link().outbox.add(new Command.Cancel(name, ticket)));
    }

    @Override
    public void abandon(String name, String reason) {
        pool.crew.find(name).ifPresent(worker -> {
            worker.link().outbox.add(new Command.Abandon(name, reason));
            pool.actor.tell(() -> muster.lose(List.of(worker), reason));
        });
    }

    @Override
    public void release(int trial) {
        side.forget(trial);
        for (UUID member : pool.models.released(trial)) {
            MemberLink link = pool.links.get(member);
            if (link != null) {
                link.outbox.add(new Command.Release(trial));
            }
        }
        pool.actor.tell(departures::check);
    }

    @Override
    public CheckpointStore checkpoints() {
        return store;
    }

    // --- the end

    @Override
    public void close() throws IOException {
        pool.closing = true;
        boolean interrupted = false;
        try {
            if (pool.telling.hasBegun()) {
                interrupted = endWorkers();
            }
            interrupted |= end(keeper);
            interrupted |= end(pool.actor);
        } finally {
            side.close();
            pool.telling.end();
            pool.links.values().forEach(MemberLink::drop);
            node.removeDriver(pool.study, side);
            if (published != null) {
                published.close();
            }
            forgetCheckpoints();
            spill.close();
            released.run();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers whether the thread was interrupted. */
    private boolean endWorkers() {
        here.getCluster().removeMembershipListener(Objects.requireNonNull(listener));
        here.getLifecycleService().removeLifecycleListener(Objects.requireNonNull(lifecycle));
        pool.links.values().forEach(link -> link.outbox.add(new Command.Close()));
        pool.links.values().forEach(link -> link.outbox.end());
        long deadline = System.nanoTime() + CLOSING.toNanos();
        synchronized (pool.links) {
            while (!pool.links.isEmpty()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                pool.links.values().removeIf(link -> !pool.isThere(link.member));
                if (left <= 0) {
                    LOG.warn("Workers {} have not ended their units within {}", pool.links.keySet(), CLOSING);
                    return false;
                }
                try {
                    pool.links.wait(Math.min(left, 500));
                } catch (InterruptedException e) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean end(Actor thread) {
        try {
            thread.end(CLOSING.toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** What is needed of them is with the driver; with the one that has the study now. */
    private void forgetCheckpoints() {
        store.comeApart();
        try {
            if (!pool.takenOver && here.getLifecycleService().isRunning() && hasDataMembers()) {
                grid.destroy();
            }
        } catch (RuntimeException e) {
            LOG.warn("The checkpoints of study {} are left in the grid", pool.study, e);
        }
    }

    private final class Members implements MembershipListener {

        @Override
        public void memberAdded(MembershipEvent event) {
            pool.actor.tell(() -> muster.added(event.getMember()));
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            pool.actor.tell(() -> {
                muster.removed(event.getMember().getUuid());
                departures.check();
            });
        }
    }
}
