package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.tune.spi.UnitQuery;

/**
 * The units that workers have, by ticket. Each attempt has a ticket of its own: a report with any that is not here is
 * late or repeated.
 */
final class UnitsUnderWay {

    private final Map<Long, Sent> awaited = new LinkedHashMap<>();

    /** Units that were cancelled and whose workers have yet to answer. */
    private final Map<Long, Sent> cancelled = new LinkedHashMap<>();

    private long nextTicket;

    UnitsUnderWay(long firstTicket) {
        this.nextTicket = firstTicket;
    }

    long nextTicket() {
        return nextTicket++;
    }

    void sent(Sent unit) {
        awaited.put(unit.query.ticket(), unit);
    }

    /** @param timed whether the time that it takes is limited */
    void started(long ticket, long now, boolean timed) {
        Sent unit = awaited.get(ticket);
        if (unit != null) {
            unit.begun = now;
            unit.since = timed ? now : Long.MAX_VALUE;
        }
    }

    /** The awaited units of a worker. */
    List<Sent> on(int worker) {
        return awaited.values().stream()
                .filter(unit -> unit.worker.index == worker)
                .toList();
    }

    /** The unit of a ticket, which is awaited no more; empty if it was not awaited. */
    Optional<Sent> arrived(long ticket) {
        Sent unit = awaited.remove(ticket);
        if (unit != null) {
            unit.trial.arrived();
        }
        return Optional.ofNullable(unit);
    }

    /** The cancelled unit of a ticket, of which the worker is rid now. */
    Optional<Sent> answered(long ticket) {
        return cancelled.isEmpty() ? Optional.empty() : Optional.ofNullable(cancelled.remove(ticket));
    }

    /** Its report is not awaited any more, but its worker is not free yet. */
    void cancel(Sent unit, long now) {
        arrived(unit.query.ticket());
        unit.since = now;
        cancelled.put(unit.query.ticket(), unit);
    }

    /** Takes out the awaited units of a worker that has left. */
    List<Sent> lost(String worker) {
        List<Sent> lost =
                awaited.values().stream().filter(unit -> unit.isOn(worker)).toList();
        lost.forEach(unit -> arrived(unit.query.ticket()));
        cancelled.values().removeIf(unit -> unit.isOn(worker));
        return lost;
    }

    /** Units that began before a time and have not ended. */
    List<Sent> runningSince(long before) {
        return awaited.values().stream().filter(unit -> unit.since <= before).toList();
    }

    /** Units that were cancelled before a time and are not answered. */
    List<Sent> cancelledSince(long before) {
        return new ArrayList<>(
                cancelled.values().stream().filter(unit -> unit.since <= before).toList());
    }

    boolean isEmpty() {
        return awaited.isEmpty();
    }

    /** A unit that a worker has. */
    static final class Sent {

        final TrialState trial;
        final UnitQuery query;
        final Workers.Worker worker;

        /** When it began, if its time is limited, or was cancelled. */
        private long since = Long.MAX_VALUE;

        private long begun;

        Sent(TrialState trial, UnitQuery query, Workers.Worker worker, long now) {
            this.trial = trial;
            this.query = query;
            this.worker = worker;
            this.begun = now;
        }

        /** When it began, or as long as that is not known when it was handed over. */
        long begun() {
            return begun;
        }

        private boolean isOn(String name) {
            return worker.name().equals(name);
        }
    }
}
