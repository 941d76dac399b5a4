package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jerboa.mop.schedule.Candidate;
import org.jerboa.mop.schedule.CostModel;
import org.jerboa.mop.schedule.Scheduler;
import org.jspecify.annotations.Nullable;

/** What each trial would do if a slot came free. Training among it is with the scheduler as well. */
final class ReadyWork {

    private final Trials trials;
    private final Origins origins;
    private final CostModel costs;
    private final Scheduler scheduler;

    /** By trial; null if it can do nothing now. */
    private final List<@Nullable Ready> ready = new ArrayList<>();

    private final Evaluations evaluations = new Evaluations();

    /** @param candidate of training; null for an evaluation */
    record Ready(Work work, @Nullable Candidate candidate) {

        boolean isReachedBy(Workers.Worker worker) {
            return candidate == null
                    ? worker.holds(work.split(), work.shard())
                    : candidate.shardOn(worker.machine()) >= 0;
        }
    }

    ReadyWork(Trials trials, Origins origins, CostModel costs, Scheduler scheduler) {
        this.trials = trials;
        this.origins = origins;
        this.costs = costs;
        this.scheduler = scheduler;
    }

    /** Looks again at the trials that were touched; returns those of them that can do something. */
    List<TrialState> refreshTouched() {
        List<TrialState> found = new ArrayList<>();
        for (List<TrialState> touched = trials.drainTouched(); !touched.isEmpty(); touched = trials.drainTouched()) {
            for (TrialState trial : touched) {
                if (refresh(trial)) { // which may touch the parents of clones
                    found.add(trial);
                }
            }
        }
        return found;
    }

    private boolean refresh(TrialState trial) {
        withdraw(trial);
        if (!trial.standing.isTraining()) {
            scheduler.dropped(trial.id);
        }
        Optional<Work> next = origins.next(trial);
        next.ifPresent(work -> add(trial, work));
        return next.isPresent();
    }

    private void add(TrialState trial, Work work) {
        if (work.trains()) {
            Candidate candidate = candidate(trial, work);
            ready.set(trial.id, new Ready(work, candidate));
            scheduler.add(candidate);
        } else {
            ready.set(trial.id, new Ready(work, null));
            evaluations.add(trial.id, work);
        }
    }

    private Candidate candidate(TrialState trial, Work work) {
        double unit = costs.nanos(trial.id);
        double remaining = Double.isNaN(unit) ? Double.POSITIVE_INFINITY : unit * trial.unitsLeftInEpoch();
        return work.shard() >= 0
                ? Candidate.fixed(trial.id, work.epoch(), remaining, work.shard())
                : Candidate.free(trial.id, work.epoch(), remaining, trial.route.left(work.version()));
    }

    /** A trial can do nothing for the moment. */
    void withdraw(TrialState trial) {
        while (ready.size() <= trial.id) {
            ready.add(null);
        }
        Ready was = ready.set(trial.id, null);
        if (was == null) {
            return;
        }
        if (was.candidate != null) {
            scheduler.remove(was.candidate);
        } else {
            evaluations.remove(trial.id, was.work);
        }
    }

    /** Null if the trial can do nothing now. */
    @Nullable
    Ready of(int trial) {
        return ready.get(trial);
    }

    /** @throws IllegalStateException if the trial can do nothing now */
    Work workOf(int trial) {
        Ready there = ready.get(trial);
        if (there == null) {
            throw new IllegalStateException("trial " + trial + " was given to a slot, but has nothing to do");
        }
        return there.work;
    }

    /** The trial whose evaluation a worker should do next, if it holds the data for any. */
    Optional<Integer> evaluationFor(Workers.Worker worker) {
        return evaluations.firstFor(worker);
    }
}
