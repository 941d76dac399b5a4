package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jerboa.mop.schedule.CostModel;
import org.jerboa.mop.schedule.Floor;
import org.jerboa.mop.schedule.Job;
import org.jerboa.mop.schedule.Machine;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.UnitQuery;

/** What planning schedulers see of a study: who trains what, where, and when that is expected to end. */
final class ShopFloor implements Floor {

    private static final int[] ANY_ORDER = {};

    /** What a first unit is taken to need, over the time that it has run already: nobody knows, but not nothing. */
    private static final double LONGER = 1.5;

    private final Trials trials;
    private final Workers workers;
    private final UnitsUnderWay underWay;
    private final CostModel costs;
    private final Effects effects;
    private final int shards;
    private final int validationShards;

    ShopFloor(
            StudySetup setup,
            Trials trials,
            Workers workers,
            UnitsUnderWay underWay,
            CostModel costs,
            Effects effects) {
        this.trials = trials;
        this.workers = workers;
        this.underWay = underWay;
        this.costs = costs;
        this.effects = effects;
        this.shards = setup.shards(Split.TRAINING);
        this.validationShards = setup.shards(Split.VALIDATION);
    }

    @Override
    public long nanoTime() {
        return effects.nanoTime();
    }

    @Override
    public int shards() {
        return shards;
    }

    @Override
    public CostModel costs() {
        return costs;
    }

    @Override
    public List<Machine> machines() {
        return workers.all().stream().map(Workers.Worker::machine).toList();
    }

    @Override
    public long[] busyUntil(Machine machine) {
        return underWay.on(machine.index()).stream().mapToLong(this::endOf).toArray();
    }

    @Override
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (TrialState trial : trials.all()) {
            if (trial.standing.isTraining() && (!isAtTheEndOfAnEpoch(trial) || mayGoOn(trial))) {
                jobs.add(job(trial));
            }
        }
        return jobs;
    }

    /** Whether what would be next for it is another epoch. */
    private boolean isAtTheEndOfAnEpoch(TrialState trial) {
        return ahead(trial) == (trial.epochs().size() + 1) * shards;
    }

    /** Planning epochs that never come would cost more than the rest of the last one. */
    private boolean mayGoOn(TrialState trial) {
        return trial.standing.isGrantedMore() || trials.prospects().areGood();
    }

    private Job job(TrialState trial) {
        int version = ahead(trial);
        int position = version % shards;
        BitSet left = new BitSet(shards);
        int[] route = ANY_ORDER;
        if (trial.route.isFixed()) {
            route = trial.route.from(version);
            for (int shard : route) {
                left.set(shard);
            }
        } else if (position == 0) {
            left.set(0, shards);
        } else {
            left.or(trial.route.left(trial.versions.present()));
            trial.underWay().ifPresent(unit -> left.clear(unit.query.shard()));
        }
        return new Job(trial.id, version / shards, left, route, unitNanos(trial), trial.lastWorker(), readyAt(trial));
    }

    /** Of a trial in its first unit, which nothing tells of, more than the time that it has taken already. */
    private double unitNanos(TrialState trial) {
        double known = costs.nanos(trial.id);
        if (!Double.isNaN(known)) {
            return known;
        }
        double guess = costs.guess(trial.id);
        return trial.underWay()
                .filter(ShopFloor::trains)
                .map(unit -> Math.max(
                        guess, LONGER * (effects.nanoTime() - unit.begun()) / costs.slowness(unit.worker.index)))
                .orElse(guess);
    }

    /** The version from which the trial's next training unit will start; those under way have ended then. */
    private static int ahead(TrialState trial) {
        return trial.versions.present()
                + trial.underWay().filter(ShopFloor::trains).map(unit -> 1).orElse(0);
    }

    private static boolean trains(UnitsUnderWay.Sent unit) {
        return unit.query.kind() == UnitQuery.Kind.TRAIN;
    }

    @Override
    public long readyAt(int trial) {
        TrialState state = trials.get(trial);
        return state.standing.isTraining() ? readyAt(state) : NEVER;
    }

    private long readyAt(TrialState trial) {
        Optional<UnitsUnderWay.Sent> unit = trial.underWay();
        long free = unit.map(this::endOf).orElseGet(effects::nanoTime);
        if (!isAtTheEndOfAnEpoch(trial)) {
            return free;
        }
        int evaluated =
                trial.evaluatedShards() + (unit.filter(sent -> !trains(sent)).isPresent() ? 1 : 0);
        return free + (long) (Math.max(0, validationShards - evaluated) * costs.evaluation(trial.id));
    }

    /** One that should have ended by now may end at any moment. */
    private long endOf(UnitsUnderWay.Sent unit) {
        double nanos = trains(unit) ? unitNanos(unit.trial) : costs.evaluation(unit.trial.id);
        long expected = unit.begun() + (long) (nanos * costs.slowness(unit.worker.index));
        return Math.max(effects.nanoTime(), expected);
    }
}
