package org.jerboa.mop.coordinator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jerboa.mop.schedule.Candidate;
import org.jerboa.mop.schedule.CostModel;
import org.jerboa.mop.schedule.Scheduler;
import org.jerboa.tune.spi.WorkerInfo;

/**
 * Brings free worker slots and trials that could run together: training as the scheduler chooses, evaluation before all
 * training, as it is short and the searcher waits for it. A change costs a look at what changed: a slot that found
 * nothing is only asked again for trials that have become ready since.
 */
final class Dispatcher {

    private static final Comparator<Work> OLDEST_EPOCH = Comparator.comparingInt(Work::epoch);

    private final Trials trials;
    private final Workers workers;
    private final UnitsUnderWay underWay;
    private final Scheduler scheduler;
    private final CostModel costs;
    private final Origins origins;
    private final Submission submission;

    /** What each trial that could run now would do, by trial. */
    private final Map<Integer, Work> ready = new HashMap<>();

    private final Map<Integer, Candidate> candidates = new HashMap<>();
    private final Map<Integer, TrialState> evaluations = new TreeMap<>();
    private final Deque<Workers.Worker> freed = new ArrayDeque<>();
    private final Set<Workers.Worker> idle = new LinkedHashSet<>();
    private final List<TrialState> newlyReady = new ArrayList<>();

    /** Hands a unit over. */
    @FunctionalInterface
    interface Submission {
        void submit(TrialState trial, Work work, Workers.Worker worker);
    }

    Dispatcher(
            Trials trials,
            int shards,
            Scheduler scheduler,
            CostModel costs,
            Origins origins,
            UnitsUnderWay underWay,
            Submission submission) {
        this.trials = trials;
        this.workers = new Workers(shards);
        this.scheduler = scheduler;
        this.costs = costs;
        this.origins = origins;
        this.underWay = underWay;
        this.submission = submission;
    }

    Workers workers() {
        return workers;
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    // --- what changes

    void joined(WorkerInfo worker) {
        freed.add(workers.joined(worker));
        scheduler.workersChanged();
    }

    void changed(WorkerInfo worker) {
        workers.changed(worker).ifPresent(this::freed);
        scheduler.workersChanged();
    }

    void left(String worker) {
        workers.find(worker).ifPresent(gone -> {
            freed.remove(gone);
            idle.remove(gone);
        });
        workers.left(worker);
        scheduler.workersChanged();
    }

    /** A slot of a worker has come free. */
    void freed(Workers.Worker worker) {
        if (idle.remove(worker) || !freed.contains(worker)) {
            freed.add(worker);
        }
    }

    /** All free slots look at all work again. */
    void reconsider() {
        freed.addAll(idle);
        idle.clear();
    }

    // --- bringing together

    void dispatch() {
        for (List<TrialState> touched = trials.drainTouched(); !touched.isEmpty(); touched = trials.drainTouched()) {
            touched.forEach(this::refresh); // which may touch the parents of clones
        }
        for (Workers.Worker worker = freed.poll(); worker != null; worker = freed.poll()) {
            fill(worker);
        }
        List<TrialState> offers = List.copyOf(newlyReady);
        newlyReady.clear();
        for (TrialState trial : offers) {
            if (idle.isEmpty()) {
                return;
            }
            offer(trial);
        }
    }

    private void refresh(TrialState trial) {
        withdraw(trial);
        Optional<Work> next = origins.next(trial);
        if (next.isEmpty()) {
            return;
        }
        Work work = next.get();
        ready.put(trial.id, work);
        newlyReady.add(trial);
        if (work.trains()) {
            Candidate candidate = candidate(trial, work);
            candidates.put(trial.id, candidate);
            scheduler.add(candidate);
        } else {
            evaluations.put(trial.id, trial);
        }
    }

    private void withdraw(TrialState trial) {
        ready.remove(trial.id);
        evaluations.remove(trial.id);
        Candidate candidate = candidates.remove(trial.id);
        if (candidate != null) {
            scheduler.remove(candidate);
        }
    }

    private Candidate candidate(TrialState trial, Work work) {
        double unit = costs.nanos(trial.id);
        double remaining = Double.isNaN(unit) ? Double.POSITIVE_INFINITY : unit * trial.unitsLeftInEpoch();
        return work.shard() >= 0
                ? Candidate.fixed(trial.id, work.epoch(), remaining, work.shard())
                : Candidate.free(trial.id, work.epoch(), remaining, trial.route.left(work.version()));
    }

    private void fill(Workers.Worker worker) {
        while (worker.hasFreeSlot()) {
            if (!giveWork(worker)) {
                idle.add(worker);
                return;
            }
        }
    }

    private boolean giveWork(Workers.Worker worker) {
        Optional<TrialState> evaluated = evaluationFor(worker);
        if (evaluated.isPresent()) {
            submit(evaluated.get(), work(evaluated.get()), worker);
            return true;
        }
        Optional<Scheduler.Assignment> training = scheduler.next(worker.machine());
        training.ifPresent(chosen -> {
            TrialState trial = trials.get(chosen.candidate().trial());
            submit(trial, work(trial).at(chosen.shard()), worker);
        });
        return training.isPresent();
    }

    private Optional<TrialState> evaluationFor(Workers.Worker worker) {
        return evaluations.values().stream()
                .filter(trial -> worker.holds(work(trial).split(), work(trial).shard()))
                .min(Comparator.comparing(this::work, OLDEST_EPOCH));
    }

    private Work work(TrialState trial) {
        return Objects.requireNonNull(ready.get(trial.id));
    }

    /** Offers a trial to slots that found nothing among the others. */
    private void offer(TrialState trial) {
        Iterator<Workers.Worker> waiting = List.copyOf(idle).iterator();
        while (ready.containsKey(trial.id) && waiting.hasNext()) {
            Workers.Worker worker = waiting.next();
            while (canServe(worker, trial) && giveWork(worker)) {
                // which may have been another trial's
            }
            if (!worker.hasFreeSlot()) {
                idle.remove(worker);
            }
        }
    }

    private boolean canServe(Workers.Worker worker, TrialState trial) {
        return ready.containsKey(trial.id) && worker.hasFreeSlot() && reaches(worker, trial);
    }

    private boolean reaches(Workers.Worker worker, TrialState trial) {
        Candidate candidate = candidates.get(trial.id);
        Work work = work(trial);
        return candidate == null ? worker.holds(work.split(), work.shard()) : candidate.shardOn(worker.machine()) >= 0;
    }

    private void submit(TrialState trial, Work work, Workers.Worker worker) {
        if (!worker.holds(work.split(), work.shard())) {
            throw new IllegalStateException(work + " of trial " + trial.id + " was given to '" + worker.name()
                    + "', which does not hold the shard");
        }
        withdraw(trial);
        worker.occupy();
        submission.submit(trial, work, worker);
    }
}
