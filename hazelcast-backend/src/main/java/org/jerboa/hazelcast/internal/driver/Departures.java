package org.jerboa.hazelcast.internal.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.tune.spi.CheckpointId;

/**
 * Members that were told to end, and wait until nothing of them is needed: their units have ended, what these commit is
 * with the driver, and the live models that they have went on to other members with the units that followed. Only if there
 * is no other member, models are not waited for. Used by the pool's thread.
 */
final class Departures {

    private final PoolState pool;
    private final DriverStore store;
    private final Muster muster;
    private final List<MemberLink> waiting = new ArrayList<>();

    Departures(PoolState pool, DriverStore store, Muster muster) {
        this.pool = pool;
        this.store = store;
        this.muster = muster;
    }

    /** From now on it gets no units. */
    void begin(MemberLink link) {
        if (!link.draining) {
            muster.drain(link);
            waiting.add(link);
        }
    }

    /** Lets those go that can. To be called when a unit has ended or a checkpoint come, and when a trial or a member has gone. */
    void check() {
        waiting.removeIf(link -> link.lost || isLetGo(link));
    }

    private boolean isLetGo(MemberLink link) {
        if (pool.closing || pool.admission.isStoring(link.id()) || (isFollowed() && hasModels(link))) {
            return false;
        }
        boolean hadWorkers = !pool.crew.of(link).isEmpty();
        List<Crew.Worker> dismissed = pool.crew.dismiss(link);
        if (hadWorkers && dismissed.isEmpty()) {
            return false;
        }
        muster.letGo(link, dismissed);
        return true;
    }

    /** Whether there is a member that stays. */
    private boolean isFollowed() {
        return pool.links.values().stream().anyMatch(link -> !link.draining);
    }

    /** Whether a live model is there that is nowhere else. */
    private boolean hasModels(MemberLink link) {
        return pool.models.at(link.id()).stream().anyMatch(id -> !isKept(id));
    }

    private boolean isKept(CheckpointId id) {
        try {
            return store.versions(id.trial()).contains(id.version());
        } catch (IOException e) {
            return false;
        }
    }
}
