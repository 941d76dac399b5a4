package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jerboa.mop.schedule.ListScheduler;
import org.jerboa.mop.schedule.Scheduler;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyListener;

/**
 * A study by MOP on a virtual clock. The coordinator and the scheduler are those of live studies; workers, models and the
 * network are modelled: a unit takes its trial's share of an epoch, divided by the worker's speed, and before it a model
 * that comes from another worker takes its time on the network. A model is a number mixed from everything that its
 * training depends on, so its loss tells whether every unit was run once, in its order and from the right state.
 *
 * <pre>{@code
 * SimulationResult result = new Simulation(workload).seed(7).run();
 * }</pre>
 *
 * <p>The same settings and seed give the same study, to the last event. A run uses the calling thread only. Not
 * thread-safe.
 */
public final class Simulation {

    /** Something the study's user does at a time. */
    record Steer(double seconds, Command command) {}

    /** A worker more than there were. */
    record Join(double seconds, SimulatedWorker kind, Set<Integer> shards) {}

    /** A worker less. */
    record Leave(double seconds, int place) {}

    /** How much a loss of a made-up curve may be off. */
    private static final double WOBBLE = 0.02;

    final Workload work;
    final List<StudyListener> listeners = new ArrayList<>();
    final List<Steer> steers = new ArrayList<>();
    final List<Join> joins = new ArrayList<>();
    final List<Leave> leaves = new ArrayList<>();
    SearchAlgorithm search;
    private SearchSpace space;
    private LearningCurve curve = (configuration, epochs) -> 1.0 / epochs;
    private double wobble = 1;
    Supplier<Scheduler> scheduler = ListScheduler::longestRemaining;
    ShardOrder order = ShardOrder.SEEDED;
    Faults faults = Faults.none();
    double validationShare;
    double noise;
    double commitSeconds;
    boolean commitsOnWorkers;
    boolean timed;
    boolean estimates;
    long seed;

    /** Of a study that begins all trials of a workload at once and gives each its epochs. */
    public Simulation(Workload work) {
        this.work = work;
        this.search = new AllTrials(work.trials().size(), work.epochs());
        this.space = AllTrials.space(work.trials().size());
    }

    /**
     * Has an algorithm decide which trials there are, and for how long; the workload's number of epochs means nothing then.
     * Its trials cost what those of the workload do, in turn. It minimises {@value SimulatedMetrics#LOSS}.
     *
     * @param losses what its trials reach, to two hundredths
     */
    public Simulation search(SearchSpace over, SearchAlgorithm algorithm, LearningCurve losses) {
        space = over;
        search = algorithm;
        curve = losses;
        wobble = WOBBLE;
        return this;
    }

    /** What chooses the next unit; makes a fresh one for each run. */
    public Simulation scheduler(Supplier<Scheduler> value) {
        scheduler = value;
        return this;
    }

    /** In which order trials visit the shards of an epoch; {@link ShardOrder#SEEDED} unless set. */
    public Simulation order(ShardOrder value) {
        order = value;
        return this;
    }

    /** What goes wrong; nothing unless set. */
    public Simulation faults(Faults value) {
        faults = value;
        return this;
    }

    /** Time of an evaluation over the time of an epoch's training; 0 unless said. */
    public Simulation validationShare(double value) {
        validationShare = notNegative("validationShare", value);
        return this;
    }

    /** Standard deviation of the logarithm of a unit's time around what it should be; 0 unless said. */
    public Simulation noise(double value) {
        noise = notNegative("noise", value);
        return this;
    }

    /** Time from a unit's end until its checkpoint is stored, behind the next unit; 0 unless said. */
    public Simulation commitSeconds(double value) {
        commitSeconds = notNegative("commitSeconds", value);
        return this;
    }

    /** Has workers wait until a checkpoint is stored before they go on, for comparison: no live study does. */
    public Simulation commitsOnWorkers() {
        commitsOnWorkers = true;
        return this;
    }

    /**
     * Has the schedule know from the start which trials take longer than others, and by how much, as it does where a handler
     * tells the size of a model. Else it learns that from their first units.
     */
    public Simulation estimates() {
        estimates = true;
        return this;
    }

    /** A command that the study's user gives at a time; one that cannot be carried out then is dropped. */
    public Simulation steer(double seconds, Command command) {
        steers.add(new Steer(notNegative("time of a command", seconds), command));
        return this;
    }

    /**
     * A worker joins, beside those of the workload. Those that join are counted on from them, in the order of these calls.
     *
     * @param shards training shards that it holds; the validation data it has
     */
    public Simulation join(double seconds, SimulatedWorker worker, Set<Integer> shards) {
        for (int shard : shards) {
            if (shard < 0 || shard >= work.shards()) {
                throw new IllegalArgumentException(
                        "shard " + shard + " of a worker that joins must be from 0 to below " + work.shards());
            }
        }
        joins.add(new Join(notNegative("time of a worker's joining", seconds), worker, Set.copyOf(shards)));
        return this;
    }

    /**
     * A worker leaves for good, with the models that it has. Shards that nobody holds any more are loaded from their source by
     * others, which takes them the time of a shard on the network. The last worker stays.
     *
     * @param number of the worker, from 0, those of the workload first; if it is not there, nothing happens
     */
    public Simulation leave(double seconds, int number) {
        leaves.add(new Leave(notNegative("time of a worker's leaving", seconds), number));
        return this;
    }

    /** Told of every event, with the virtual time as that elapsed; a {@link GanttRecorder}, for instance. */
    public Simulation listener(StudyListener value) {
        listeners.add(value);
        return this;
    }

    /** Takes the real time of each of the coordinator's decisions. */
    public Simulation timeDecisions() {
        timed = true;
        return this;
    }

    /** Seed from which everything random is derived: the study's, and the noise and faults of the simulation. */
    public Simulation seed(long value) {
        seed = value;
        return this;
    }

    /** @throws org.jerboa.tune.study.StudyException if the study cannot go on */
    public SimulationResult run() {
        return new SimulatedStudy(this).run();
    }

    SearchProblem problem() {
        return new SearchProblem(space, List.of(Objective.minimize(SimulatedMetrics.LOSS)), seed);
    }

    boolean changesWorkers() {
        return !joins.isEmpty() || !leaves.isEmpty();
    }

    /** Loss of a model on a validation shard. */
    double loss(Configuration configuration, SimulatedModels.State model, int shards, int shard) {
        return curve.loss(configuration, Math.max(1, model.units() / shards)) + wobble * model.mark(shard);
    }

    private static double notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " (" + value + ") must be a number from 0 on");
        }
        return value;
    }
}
