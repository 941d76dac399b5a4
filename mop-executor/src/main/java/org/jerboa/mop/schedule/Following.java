package org.jerboa.mop.schedule;

import java.util.Optional;
import org.jerboa.mop.schedule.Scheduler.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * How a plan is followed: by its order rather than by its times. A slot takes its worker's next step if the trial is
 * there. If not, it takes another unit that ends before the trial is expected; failing that, it waits, but for no longer
 * than until half a unit after the step was due. Beyond that it takes whatever there is, as does from the start a worker
 * that reaches every shard.
 */
final class Following {

    /** How long a slot waits for a trial that is late, as a share of the unit that it waits for. */
    private static final double PATIENCE = 0.5;

    /** Share of a unit's time by which it may end too late for something else and still counts as in time. */
    private static final double SLACK = 0.05;

    /** From which share of its time on a unit that begins early or late shows that the plan is out of date. */
    private static final double DRIFT = 0.25;

    /** How fast lateness that all units share is taken for a shift of the whole plan. */
    private static final double SHIFT_RATE = 0.1;

    /** Steps of a worker, beyond its next, that it looks at. */
    private static final int WINDOW = 64;

    /** Trials that are meant for other workers, or for later, that a slot without work looks at. */
    private static final int OTHERS = 256;

    private final Script script;
    private final Floor floor;
    private final Candidates candidates;
    private final Waits waits;

    /** By how much units begin later than planned. */
    private double shift;

    private boolean outOfDate;

    Following(Script script, Floor floor, Candidates candidates, Waits waits) {
        this.script = script;
        this.floor = floor;
        this.candidates = candidates;
        this.waits = waits;
    }

    /** Whether what happens is not what was planned. */
    boolean isOutOfDate() {
        return outOfDate;
    }

    /** The unit for a free slot, if it is not to wait. */
    Optional<Assignment> next(Machine worker, long now) {
        int step = script.next(worker);
        boolean nothing = step == Script.NONE;
        if (nothing || candidates.unplanned().lowestEpoch() < script.epoch(step)) {
            Optional<Assignment> unplanned = candidates.unplanned().next(worker);
            if (unplanned.isPresent()) {
                return unplanned;
            }
        }
        if (nothing) {
            return ofOthers(worker, now, Floor.NEVER, true);
        }
        if (isReady(step, now)) {
            return take(step, worker);
        }
        long bound = Math.max(now, due(step)) + part(PATIENCE, step);
        long arrival = arrival(step, now);
        if (arrival > bound || reachesAll(worker)) {
            outOfDate |= arrival > bound;
            return inPlaceOf(worker, now, Floor.NEVER);
        }
        Optional<Assignment> meanwhile = inPlaceOf(worker, now, arrival);
        if (meanwhile.isEmpty()) {
            waits.await(worker, script.trial(step), arrival, bound, !candidates.isEmpty());
        }
        return meanwhile;
    }

    private boolean reachesAll(Machine worker) {
        return worker.shards().cardinality() == floor.shards();
    }

    // --- the worker's own steps

    /** Whether the trial can do that step now, and has none before it that it would be late for. */
    private boolean isReady(int step, long now) {
        Candidate candidate = candidates.get(script.trial(step));
        if (candidate == null || !script.fits(step, candidate)) {
            return false;
        }
        int first = script.next(candidate.trial());
        return first == step || ends(now, (double) script.duration(step)) <= due(first);
    }

    private Optional<Assignment> take(int step, Machine worker) {
        return Optional.ofNullable(candidates.get(script.trial(step)))
                .map(candidate -> new Assignment(candidate, script.shard(step, candidate, worker)));
    }

    /** When the trial of a step is expected to be there for it. */
    private long arrival(int step, long now) {
        int trial = script.trial(step);
        long ready = candidates.get(trial) != null ? now : floor.readyAt(trial);
        int first = script.next(trial);
        return ready == Floor.NEVER || first == step
                ? ready
                : ready + Math.max(0, script.start(step) - script.start(first));
    }

    /** When a step should begin, as late as others do. */
    private long due(int step) {
        return script.start(step) + (long) shift;
    }

    private long part(double share, int step) {
        return (long) (share * script.duration(step));
    }

    /** When a unit that begins now ends, with some slack. */
    private static double ends(long now, double nanos) {
        return now + (1 - SLACK) * nanos;
    }

    // --- instead of the next step

    /** Something else that ends before a time, or anything if that is never. */
    private Optional<Assignment> inPlaceOf(Machine worker, long now, long before) {
        for (int i = 1; i <= Math.min(WINDOW, script.placesBehind(worker)); i++) {
            int step = script.behind(worker, i);
            if (step == Script.NONE || !isReady(step, now)) {
                continue;
            }
            // the slots of a worker share its steps, so what is due may be meant for this one
            boolean isDue = worker.slots() > 1 && due(step) <= now;
            if (isDue || ends(now, (double) script.duration(step)) <= before) {
                return take(step, worker);
            }
        }
        Optional<Assignment> unplanned = before == Floor.NEVER
                ? candidates.unplanned().next(worker)
                : candidates
                        .unplanned()
                        .first(worker, candidate -> ends(now, nanos(candidate, worker)) <= before, WINDOW);
        return unplanned.isPresent() ? unplanned : ofOthers(worker, now, before, before == Floor.NEVER);
    }

    /**
     * A trial that is meant for another worker, or for later, if that does not delay it; or if it should have begun there
     * long ago.
     *
     * @param idles whether the worker waits for nothing if this finds nothing
     */
    private Optional<Assignment> ofOthers(Machine worker, long now, long before, boolean idles) {
        @Nullable Assignment best = null;
        long bound = Floor.NEVER;
        int looked = 0;
        for (Candidate candidate : candidates.planned()) {
            if (++looked > OTHERS) {
                break;
            }
            int step = script.next(candidate.trial());
            int shard = script.shard(step, candidate, worker);
            double end = ends(now, nanos(candidate, worker));
            if (shard == Script.NONE || end > before) {
                continue;
            }
            long overdue = due(step) + part(PATIENCE, step);
            long wanted = due(step) + (script.shard(step) == shard ? script.duration(step) : 0);
            if (end > wanted && now <= overdue && !reachesAll(worker)) {
                bound = Math.min(bound, overdue + 1);
            } else if (best == null || isBefore(candidate, best.candidate())) {
                best = new Assignment(candidate, shard);
            }
        }
        if (best == null && idles) {
            waits.idle(worker, bound);
        }
        return Optional.ofNullable(best);
    }

    private static boolean isBefore(Candidate one, Candidate other) {
        return one.epoch() < other.epoch()
                || (one.epoch() == other.epoch() && one.remainingNanos() > other.remainingNanos());
    }

    private double nanos(Candidate candidate, Machine worker) {
        return floor.costs().guess(candidate.trial()) * floor.costs().slowness(worker.index());
    }

    // --- what came of it

    /** A planned trial begins a unit. */
    void begins(Assignment unit, long now) {
        int step = script.stepOf(unit.candidate().trial(), unit.shard());
        if (step == Script.NONE) {
            outOfDate = true;
            return;
        }
        double late = now - script.start(step) - shift;
        outOfDate |= Math.abs(late) > DRIFT * script.duration(step);
        shift += SHIFT_RATE * late;
        script.passed(step);
    }

    /** Whether any machine that waits could do with the trial, beside the one that waits for it. */
    boolean isForAnybody(Candidate candidate, long now) {
        return waits.isAnyIdle() || ends(now, floor.costs().guess(candidate.trial())) <= waits.latest();
    }
}
