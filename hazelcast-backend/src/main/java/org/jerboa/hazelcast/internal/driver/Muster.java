package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jerboa.hazelcast.internal.grid.OpenGrid;
import org.jerboa.hazelcast.internal.wire.Command;
import org.jerboa.hazelcast.internal.wire.Event;
import org.jerboa.hazelcast.internal.wire.Message;
import org.jerboa.hazelcast.internal.wire.Outbox;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members that come and go: whoever comes is opened the study, gets its shards, then units; what one was at that goes is shut
 * out before its leaving is told. Used by the pool's thread.
 */
final class Muster {

    private static final Logger LOG = LoggerFactory.getLogger(Muster.class);

    private final PoolState pool;
    private final Command.Open opening;
    private final Reports reports;
    private final Attendance attendance;
    private final Placement placement;
    private final ShardSupply shards;
    private final Leavings leavings;
    private boolean begun;

    /** @param opening what members have to know of the study */
    Muster(PoolState pool, Command.Open opening, Dataset data, OpenGrid open, Reports reports) {
        this.pool = pool;
        this.opening = opening;
        this.reports = reports;
        this.attendance = new Attendance(pool.here, pool.terms, open.assembled());
        this.placement = new Placement(data, pool.terms.replication());
        this.shards = new ShardSupply(
                pool.here, pool.study, pool.session, data, open.neighbours(), pool.figures, new Supplied());
        this.leavings = new Leavings(pool.telling);
    }

    // --- they come

    void open() {
        beginIfComplete();
        pool.actor.tellLater(pool.terms.patience().toMillis(), this::beginWithThose);
    }

    private void beginIfComplete() {
        if (!begun && attendance.isComplete()) {
            begin();
        }
    }

    private void beginWithThose() {
        if (begun || pool.closing) {
            return;
        }
        int present = attendance.usable().size();
        if (present == 0) {
            giveUp(attendance.noWorkers());
        } else {
            LOG.info("Study {} begins with {} of {} workers", pool.study, present, pool.terms.workers());
            begin();
        }
    }

    private void begin() {
        begun = true;
        attendance.begun();
        List<UUID> first = new ArrayList<>();
        for (Member member : attendance.usable()) {
            link(member);
            first.add(member.getUuid());
        }
        give(placement.begin(first));
        pool.links.values().forEach(this::beginUnits);
    }

    void added(Member member) {
        if (!attendance.isUsable(member)) {
            return;
        }
        if (!begun) {
            beginIfComplete();
        } else if (!pool.links.containsKey(member.getUuid())) {
            LOG.info("Worker {} joins study {}", member, pool.study);
            pool.admission.renew(); // if it is the only one, what the grid knew of them is lost
            MemberLink link = link(member);
            give(placement.joined(member.getUuid()));
            beginUnits(link);
        }
    }

    /** After it come, in this order, the shards and the word to begin. */
    private MemberLink link(Member member) {
        Trouble trouble = new Trouble(member.getUuid());
        MemberLink link = new MemberLink(pool.here, member, pool.study, pool.session, trouble);
        pool.links.put(member.getUuid(), link);
        link.outbox.add(opening);
        return link;
    }

    private void beginUnits(MemberLink link) {
        link.outbox.add(() -> shards.afterwards(link, () -> link.outbox.add(new Command.Begin())));
    }

    private void give(Map<UUID, List<ShardKey>> given) {
        given.forEach((member, keys) -> {
            MemberLink link = pool.links.get(member);
            if (link != null) {
                keys.forEach(key -> link.outbox.add(() -> shards.send(link, key)));
            }
        });
    }

    private void holds(MemberLink link, ShardKey key) {
        link.shards.add(key);
        pool.crew.of(link).forEach(worker -> pool.telling.tell(executor -> executor.changed(info(worker))));
    }

    void joined(MemberLink link, Event.Joined joined) {
        Crew.Worker worker = new Crew.Worker(joined.worker(), link, joined.slots());
        pool.crew.add(worker);
        pool.telling.tell(executor -> executor.joined(info(worker)));
        leavings.tellHeldBack();
    }

    private static WorkerInfo info(Crew.Worker worker) {
        MemberLink link = worker.link();
        return new WorkerInfo(worker.name(), worker.slots(), link.draining ? Map.of() : Placement.bySplit(link.shards));
    }

    // --- they go

    void removed(UUID member) {
        pool.models.memberLeft(member);
        attendance.left(member);
        MemberLink link = pool.links.get(member);
        if (link != null) {
            lose(link, "its member has left the grid");
        }
    }

    /** A member wants to leave: to the executor it has no shards any more, by which it gets no units, and others get them. */
    void drain(MemberLink link) {
        link.draining = true;
        LOG.info("Worker {} is about to leave study {}", link.member, pool.study);
        pool.crew.of(link).forEach(worker -> pool.telling.tell(executor -> executor.changed(info(worker))));
        give(placement.left(link.id()));
    }

    /** A member of which nothing is needed any more, and whose workers have been dismissed, goes. */
    void letGo(MemberLink link, List<Crew.Worker> dismissed) {
        pool.models.memberLeft(link.id());
        link.outbox.add(new Command.Close());
        link.outbox.end();
        dismissed.forEach(worker -> left(new Event.Left(worker.name(), "it was told to end")));
    }

    /** This process has no more part in the grid; Hazelcast ends a member that runs out of memory. */
    void lostAll() {
        String reason =
                "the driver's own member has left the grid; the log says why, and resume() goes on with the study";
        List.copyOf(pool.links.values()).forEach(link -> lose(link, reason));
        giveUp(reason);
    }

    /** A member has no more part in the study. */
    void lose(MemberLink link, String reason) {
        if (!pool.remove(link)) {
            return;
        }
        link.lost = true;
        pool.models.memberLeft(link.id());
        LOG.warn("Worker {} is lost to study {}: {}", link.member, pool.study, reason);
        List<Crew.Worker> there = pool.crew.of(link);
        if (there.isEmpty() && !link.draining) {
            attendance.cannotUse(link.id(), reason);
        }
        lose(there, reason);
        link.drop();
        give(placement.left(link.id()));
        if (pool.links.isEmpty() && !pool.closing) {
            LOG.warn("No worker is left; waiting {} for another one", pool.terms.patience());
            pool.actor.tellLater(pool.terms.patience().toMillis(), () -> giveUpIfAlone(reason));
        }
    }

    private void giveUpIfAlone(String reason) {
        if (pool.crew.isEmpty() && !pool.closing) {
            giveUp(attendance.trouble().orElse(reason));
        }
    }

    /** Workers have no more part in the study: what they were at is shut out, then they are told to have left. */
    void lose(List<Crew.Worker> lost, String reason) {
        List<String> names = new ArrayList<>();
        for (Crew.Worker worker : lost) {
            pool.crew.remove(worker).ifPresent(tickets -> {
                names.add(worker.name());
                pool.admission.refuse(tickets);
            });
            if (worker.link().lost) {
                pool.admission.refuseCommitsOf(worker.link().id());
            }
        }
        if (!names.isEmpty()) {
            pool.admission.renew();
        }
        names.forEach(name -> left(new Event.Left(name, reason)));
    }

    private void left(Event.Left left) {
        if (!pool.crew.isEmpty() || pool.closing || pool.takenOver) {
            leavings.tell(left);
        } else if (leavings.holdBack(left)) {
            pool.actor.tellLater(pool.terms.patience().toMillis(), () -> {
                if (pool.crew.isEmpty()) {
                    leavings.tellHeldBack();
                }
            });
        }
    }

    private void giveUp(String reason) {
        leavings.tellHeldBack();
        leavings.tell(new Event.Left("grid", reason));
    }

    /** What became of shards that were sent. */
    private final class Supplied implements ShardSupply.Heard {

        @Override
        public void arrived(MemberLink link, ShardKey key) {
            pool.actor.tell(() -> holds(link, key));
        }

        @Override
        public void failed(MemberLink link, String reason) {
            pool.actor.tell(() -> lose(link, reason));
        }
    }

    /** What a worker did not take. */
    private final class Trouble implements Outbox.Trouble {

        private final UUID member;

        Trouble(UUID member) {
            this.member = member;
        }

        @Override
        public void refused(String why) {
            pool.actor.tell(() -> {
                MemberLink link = pool.links.get(member);
                if (link != null) {
                    lose(link, why);
                }
            });
        }

        @Override
        public void unreadable(Message message, String why) {
            pool.actor.tell(() -> {
                MemberLink link = pool.links.get(member);
                if (link != null && message instanceof Command.Run run) {
                    reports.reported(
                            link,
                            new UnitReport.Failed(
                                    run.query().ticket(), run.worker(), UnitReport.Reason.ERROR, why, ""));
                } else if (link != null) {
                    lose(link, why);
                }
            });
        }
    }
}
