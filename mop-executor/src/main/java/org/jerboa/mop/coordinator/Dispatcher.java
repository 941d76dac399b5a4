package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerInfo;

/**
 * Gives free worker slots the units that the scheduler picks, and knows which reports are awaited. Each attempt at a
 * unit has a ticket of its own: a report with any other is late or repeated.
 */
final class Dispatcher {

    private final Workers workers = new Workers();
    private final Map<Long, Sent> awaited = new HashMap<>();
    private final Scheduler scheduler;
    private final Effects effects;
    private final Commits commits;
    private final Set<String> metrics;
    private long nextTicket;

    Dispatcher(Scheduler scheduler, Effects effects, Commits commits, Set<String> metrics) {
        this.scheduler = scheduler;
        this.effects = effects;
        this.commits = commits;
        this.metrics = metrics;
    }

    Workers workers() {
        return workers;
    }

    boolean isIdle() {
        return awaited.isEmpty();
    }

    /** Fills the free slots as far as trials have work for them. */
    void dispatch(List<TrialState> trials) {
        boolean given = true;
        while (given) {
            given = false;
            for (WorkerInfo worker : workers.withFreeSlots()) {
                given |= giveWork(worker, trials);
            }
        }
    }

    private boolean giveWork(WorkerInfo worker, List<TrialState> trials) {
        Map<Integer, Work> work = new HashMap<>();
        List<Scheduler.Candidate> runnable = new ArrayList<>();
        for (TrialState trial : trials) {
            Optional<Work> next = trial.next(commits).filter(unit -> worker.holds(unit.split(), unit.shard()));
            if (next.isPresent()) {
                work.put(trial.id, next.get());
                runnable.add(candidate(trial, next.get()));
            }
        }
        if (runnable.isEmpty()) {
            return false;
        }
        TrialState trial = trials.get(scheduler.pick(runnable).trial());
        UnitQuery query = trial.query(nextTicket++, Objects.requireNonNull(work.get(trial.id)), metrics);
        trial.submitted(query);
        awaited.put(query.ticket(), new Sent(trial, query, worker.name()));
        workers.occupy(worker.name());
        effects.submit(worker.name(), query);
        return true;
    }

    /** A trial that was not measured yet is taken to be long, so that it is measured soon. */
    private static Scheduler.Candidate candidate(TrialState trial, Work work) {
        double remaining = Double.isNaN(trial.unitNanos())
                ? Double.POSITIVE_INFINITY
                : trial.unitNanos() * trial.unitsLeftInEpoch();
        return new Scheduler.Candidate(trial.id, work.epoch(), !work.trains(), remaining);
    }

    /** The unit that a report is of, which is awaited no more; empty if it was not awaited. */
    Optional<Sent> arrived(long ticket) {
        Sent sent = awaited.remove(ticket);
        if (sent != null) {
            workers.free(sent.worker);
            sent.trial.arrived();
        }
        return Optional.ofNullable(sent);
    }

    /** Takes a worker out, and returns the units that were lost with it. */
    List<Sent> left(String worker) {
        workers.left(worker);
        List<Sent> lost = awaited.values().stream()
                .filter(sent -> sent.worker.equals(worker))
                .toList();
        lost.forEach(sent -> arrived(sent.query.ticket()));
        return lost;
    }

    /** A unit under way. */
    record Sent(TrialState trial, UnitQuery query, String worker) {}
}
