package org.jerboa.mop.schedule;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jerboa.mop.plan.Order;
import org.jerboa.mop.plan.Plan;
import org.jerboa.mop.plan.Planner;
import org.jerboa.tune.random.RandomStreams;
import org.jspecify.annotations.Nullable;

/**
 * Plans what is left of the epochs that trials are in, and follows the plan (docs/decisions/0008). Plans again when a
 * trial joins that is not in the plan or one ends within its epoch, when workers come, go or change, and when units begin a
 * quarter of their time earlier or later than planned; if the old order is still the better one, it stays in force.
 * Planning takes a fiftieth of the time that passes at most.
 *
 * <p>While there is no plan, and for trials that are not in it yet, the lowest epoch goes first and then the longest
 * remaining time, as in {@link ListScheduler}. So it is throughout where every worker reaches every shard: there no trial
 * ever has to wait for a certain worker, and no slot for a certain trial.
 *
 * <p>A slot may wait for the trial that the plan has for it next, though others could run; {@link Following} says for how
 * long. The same calls at the same times of the clock give the same answers.
 */
final class PlanningScheduler implements Scheduler {

    private final PlanMaker maker;
    private final Planner planner = new Planner();
    private final long seed;
    private final long mostUnits;
    private final PlanningTime time = new PlanningTime();
    private final Candidates candidates = new Candidates();
    private final Waits waits = new Waits();
    private @Nullable Floor floor;
    private @Nullable Script script;
    private @Nullable Following following;

    /** Whether something has changed that the plan does not know. */
    private boolean stale = true;

    /** Whether a unit has ended since workers changed: when many join one by one, one plan is enough. */
    private boolean settled;

    private long plans;

    /** @param mostUnits larger shops are not planned */
    PlanningScheduler(PlanMaker maker, long seed, long mostUnits) {
        this.maker = maker;
        this.seed = seed;
        this.mostUnits = mostUnits;
    }

    @Override
    public void begin(Floor view) {
        floor = view;
    }

    // --- what changes

    @Override
    public void add(Candidate candidate) {
        boolean planned = script != null && script.has(candidate);
        candidates.add(candidate, planned);
        waits.workCame();
        stale |= !planned;
    }

    @Override
    public void remove(Candidate candidate) {
        candidates.remove(candidate);
    }

    @Override
    public void dropped(int trial) {
        stale |= script != null && script.dropped(trial);
        if (waits.by(trial).isPresent()) {
            askAll(); // who waits for it would wait for ever
        }
    }

    private void askAll() {
        if (floor != null) {
            waits.all(floor.nanoTime());
        }
    }

    @Override
    public void workersChanged() {
        settled = false;
        stale = true;
        if (script == null) {
            waits.clear(); // as many workers join one after another, candidates stay sorted as they are
        } else {
            follow(null);
        }
    }

    @Override
    public void freed(Machine machine) {
        settled = true;
    }

    // --- planning

    private void planIfDue(Floor view, long now) {
        boolean due = stale || (following != null && following.isOutOfDate());
        if (!due || !settled || !time.mayAfford(now)) {
            return;
        }
        Optional<Problem> posed = Problem.of(view, mostUnits);
        if (posed.isEmpty()) {
            stale = false;
            if (script != null) {
                follow(null);
            }
        } else if (time.affords(now, maker.effort(posed.get().shop))) {
            stale = false;
            follow(plan(posed.get()));
        }
    }

    private Script plan(Problem problem) {
        Plan plan = maker.plan(problem.shop, RandomStreams.mix(seed + plans++));
        Optional<Order> before = script == null ? Optional.empty() : script.in(problem);
        Optional<Plan> still = before.map(order -> planner.follow(problem.shop, order));
        return new Script(still.filter(old -> old.makespan() <= plan.makespan()).orElse(plan), problem);
    }

    private void follow(@Nullable Script next) {
        script = next;
        following = next == null || floor == null ? null : new Following(next, floor, candidates, waits);
        waits.clear();
        askAll(); // there may be something for those that waited, and nobody waits for their trials any more
        candidates.sort(candidate -> next != null && next.has(candidate));
    }

    // --- following

    @Override
    public Optional<Assignment> next(Machine machine) {
        if (floor == null) {
            return candidates.unplanned().next(machine);
        }
        long now = floor.nanoTime();
        planIfDue(floor, now);
        waits.end(machine);
        Following plan = following;
        if (plan == null) {
            return candidates.unplanned().next(machine);
        }
        Optional<Assignment> unit = plan.next(machine, now);
        unit.filter(given -> candidates.isPlanned(given.candidate())).ifPresent(given -> plan.begins(given, now));
        return unit;
    }

    @Override
    public OptionalInt awaitedBy(Candidate candidate) {
        return waits.by(candidate.trial());
    }

    @Override
    public boolean isForAnybody(Candidate candidate) {
        return floor == null
                || following == null
                || !candidates.isPlanned(candidate)
                || following.isForAnybody(candidate, floor.nanoTime());
    }

    @Override
    public OptionalLong patience() {
        return waits.patience();
    }

    @Override
    public void asksAll() {
        waits.clear();
    }

    /** How many plans there were. */
    long plans() {
        return plans;
    }
}
