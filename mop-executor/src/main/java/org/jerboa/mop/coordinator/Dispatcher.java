package org.jerboa.mop.coordinator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jerboa.mop.schedule.Candidate;
import org.jerboa.mop.schedule.Scheduler;
import org.jerboa.tune.spi.WorkerInfo;
import org.jspecify.annotations.Nullable;

/**
 * Brings free worker slots and trials that could run together: training as the scheduler chooses, evaluation before all
 * training, as it is short and the searcher waits for it. A change costs a look at what changed: a slot that found
 * nothing is only asked again for trials that have become ready since, or when the scheduler says so.
 */
final class Dispatcher {

    private final Trials trials;
    private final Workers workers;
    private final ReadyWork ready;
    private final Scheduler scheduler;
    private final UnitsUnderWay underWay;
    private final Effects effects;
    private final Submission submission;
    private final Deque<Workers.Worker> freed = new ArrayDeque<>();
    private final Set<Workers.Worker> idle = new LinkedHashSet<>();

    /** When the scheduler will be woken. */
    private long alarm = Long.MAX_VALUE;

    /** Hands a unit over. */
    @FunctionalInterface
    interface Submission {
        void submit(TrialState trial, Work work, Workers.Worker worker);
    }

    Dispatcher(
            Trials trials,
            Workers workers,
            ReadyWork ready,
            Scheduler scheduler,
            UnitsUnderWay underWay,
            Effects effects,
            Submission submission) {
        this.trials = trials;
        this.workers = workers;
        this.ready = ready;
        this.scheduler = scheduler;
        this.underWay = underWay;
        this.effects = effects;
        this.submission = submission;
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
        workers.changed(worker).ifPresent(this::askAgain);
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
        scheduler.freed(worker.machine());
        askAgain(worker);
    }

    private void askAgain(Workers.Worker worker) {
        if (idle.remove(worker) || !freed.contains(worker)) {
            freed.add(worker);
        }
    }

    /** All free slots look at all work again. */
    void reconsider() {
        scheduler.asksAll();
        freed.addAll(idle);
        idle.clear();
    }

    // --- bringing together

    void dispatch() {
        List<TrialState> newlyReady = ready.refreshTouched();
        fillFreed();
        for (TrialState trial : newlyReady) {
            if (idle.isEmpty()) {
                break;
            }
            offer(trial.id);
        }
        if (patience() <= effects.nanoTime()) {
            reconsider();
            fillFreed();
        }
        setAlarm();
    }

    private long patience() {
        return scheduler.patience().orElse(Long.MAX_VALUE);
    }

    private void setAlarm() {
        long due = patience();
        long now = effects.nanoTime();
        if (due < alarm || (alarm <= now && due < Long.MAX_VALUE)) {
            alarm = Math.max(due, now + 1);
            effects.wakeAt(alarm);
        }
    }

    private void fillFreed() {
        for (Workers.Worker worker = freed.poll(); worker != null; worker = freed.poll()) {
            fill(worker);
        }
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
        Optional<Integer> evaluated = ready.evaluationFor(worker);
        if (evaluated.isPresent()) {
            submit(evaluated.get(), ready.workOf(evaluated.get()), worker);
            return true;
        }
        Optional<Scheduler.Assignment> training = scheduler.next(worker.machine());
        training.ifPresent(chosen -> {
            int trial = chosen.candidate().trial();
            submit(trial, ready.workOf(trial).at(chosen.shard()), worker);
        });
        return training.isPresent();
    }

    private void submit(int trial, Work work, Workers.Worker worker) {
        if (!worker.holds(work.split(), work.shard())) {
            throw new IllegalStateException(work + " of trial " + trial + " was given to '" + worker.name()
                    + "', which does not hold the shard");
        }
        ready.withdraw(trials.get(trial));
        worker.occupy();
        submission.submit(trials.get(trial), work, worker);
    }

    // --- slots that found nothing before

    /** Offers a trial that has become ready to those it may be for: first to the one that waits for it. */
    private void offer(int trial) {
        ReadyWork.@Nullable Ready offered = ready.of(trial);
        if (offered == null) {
            return; // a slot that has come free has it
        }
        Candidate candidate = offered.candidate();
        if (candidate == null) {
            offer(trial, idle.iterator());
            return;
        }
        OptionalInt awaiting = scheduler.awaitedBy(candidate);
        if (awaiting.isPresent()) {
            serve(trial, workers.get(awaiting.getAsInt()));
        }
        if (ready.of(trial) == null || !scheduler.isForAnybody(candidate)) {
            return;
        }
        List<Workers.Worker> holders = candidate.only() < 0 ? List.of() : workers.holders(candidate.only());
        if (candidate.only() >= 0 && holders.size() < idle.size()) {
            holders.forEach(worker -> serve(trial, worker));
        } else {
            offer(trial, idle.iterator());
        }
    }

    private void offer(int trial, Iterator<Workers.Worker> waiting) {
        while (ready.of(trial) != null && waiting.hasNext()) {
            Workers.Worker worker = waiting.next();
            ask(trial, worker);
            if (!worker.hasFreeSlot()) {
                waiting.remove();
            }
        }
    }

    private void serve(int trial, Workers.Worker worker) {
        if (idle.contains(worker)) {
            ask(trial, worker);
            if (!worker.hasFreeSlot()) {
                idle.remove(worker);
            }
        }
    }

    /** Asks a worker for as long as the trial is there for it; it may take another one. */
    private void ask(int trial, Workers.Worker worker) {
        ReadyWork.@Nullable Ready offered = ready.of(trial);
        while (offered != null && worker.hasFreeSlot() && offered.isReachedBy(worker) && giveWork(worker)) {
            offered = ready.of(trial);
        }
    }
}
