package org.jerboa.hazelcast.internal.driver;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jerboa.hazelcast.internal.wire.Delivery;
import org.jerboa.hazelcast.internal.wire.DerivedOffer;
import org.jerboa.hazelcast.internal.wire.Endpoint;
import org.jerboa.hazelcast.internal.wire.Event;
import org.jerboa.hazelcast.internal.wire.Lacks;
import org.jerboa.hazelcast.internal.wire.Message;
import org.jerboa.hazelcast.internal.wire.Outgoing;
import org.jerboa.hazelcast.internal.wire.Pull;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.wire.TransformPart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a study's workers say to its driver, and the checkpoints that they ask it for. A member whose leaving was told has no
 * say any more: what it still reports is dropped, and what it still stores is refused. Thread-safe.
 */
final class DriverSide implements Endpoint, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriverSide.class);

    private final PoolState pool;
    private final Muster muster;
    private final Reports reports;
    private final Departures departures;
    private final DriverStore store;
    private final Observers observers;
    private final Actor keeper;
    private final Outgoing outgoing = new Outgoing();

    /**
     * @param observers hear of what is computed of shards
     * @param keeper copies checkpoints from the grid
     */
    DriverSide(
            PoolState pool,
            Muster muster,
            Reports reports,
            Departures departures,
            DriverStore store,
            Observers observers,
            Actor keeper) {
        this.pool = pool;
        this.muster = muster;
        this.reports = reports;
        this.departures = departures;
        this.store = store;
        this.observers = observers;
        this.keeper = keeper;
    }

    @Override
    public @Nullable String take(Delivery delivery) {
        MemberLink link = pool.links.get(delivery.sender());
        if (link == null || delivery.session() != pool.session) {
            return "this driver has given the worker up";
        }
        pool.actor.tell(() -> {
            if (!link.lost && link.isNew(delivery.number())) {
                delivery.messages().forEach(message -> handle(link, message));
                departures.check();
            }
        });
        return null;
    }

    private void handle(MemberLink link, Message message) {
        if (message instanceof Event.Joined joined) {
            muster.joined(link, joined);
        } else if (message instanceof Event.Left left) {
            pool.crew.find(left.worker()).ifPresent(worker -> muster.lose(List.of(worker), left.reason()));
        } else if (message instanceof Event.Computed computed) {
            observers.computed(computed);
        } else if (message instanceof Event.NotComputed failed) {
            observers.failed(failed);
        } else if (message instanceof Event.Started started) {
            reports.started(started);
        } else if (message instanceof Event.Reported reported) {
            reports.reported(link, reported.report());
        } else if (message instanceof Event.Committed committed) {
            keeper.tell(() -> {
                reports.committed(committed);
                pool.actor.tell(departures::check);
            });
        } else if (message instanceof Event.CommitFailed failed) {
            reports.commitFailed(failed.id(), new IOException(failed.cause()));
        } else if (message instanceof Event.Draining) {
            departures.begin(link);
        } else if (message instanceof Event.Leaving leaving) {
            pool.takenOver |= leaving.reason().equals(Event.Leaving.TAKEN_OVER);
            muster.lose(link, leaving.reason());
        } else if (message instanceof Event.Closed) {
            pool.remove(link);
            link.drop();
        }
    }

    @Override
    public @Nullable String take(ShardPart part) {
        return "a driver takes no shards";
    }

    @Override
    public @Nullable String take(ShardFile file) {
        return "a driver takes no shards";
    }

    @Override
    public byte[] take(DerivedOffer offer) {
        return Lacks.refusal("a driver takes no shards");
    }

    @Override
    public @Nullable String take(TransformPart part) {
        return "a driver takes no shards";
    }

    /** A checkpoint that the grid has lost, or never had. */
    @Override
    public byte @Nullable [] give(Pull pull) {
        try {
            return outgoing.give(pull, out -> {
                try {
                    return store.get(pull.id(), in -> {
                        DriverStore.copy(in, out);
                        return true;
                    });
                } catch (NoSuchFileException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            LOG.warn("The checkpoint of {} could not be given to a worker", pull.id(), e);
            return null;
        }
    }

    /** A trial gets no more units. */
    void forget(int trial) {
        outgoing.forget(trial);
    }

    /** No checkpoint is given any more when it returns. */
    @Override
    public void close() {
        outgoing.close();
    }
}
