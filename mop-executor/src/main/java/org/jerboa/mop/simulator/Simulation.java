package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jerboa.mop.schedule.ListScheduler;
import org.jerboa.mop.schedule.Scheduler;
import org.jerboa.mop.schedule.ShardOrder;
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

    final Workload work;
    final List<StudyListener> listeners = new ArrayList<>();
    final List<Steer> steers = new ArrayList<>();
    Supplier<Scheduler> scheduler = ListScheduler::longestRemaining;
    ShardOrder order = ShardOrder.SEEDED;
    Faults faults = Faults.none();
    double validationShare;
    double noise;
    double commitSeconds;
    boolean timed;
    long seed;

    public Simulation(Workload work) {
        this.work = work;
    }

    /** What chooses the next unit; makes a fresh one for each run. */
    public Simulation scheduler(Supplier<Scheduler> value) {
        scheduler = value;
        return this;
    }

    public Simulation order(ShardOrder value) {
        order = value;
        return this;
    }

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

    /** A command that the study's user gives at a time; one that cannot be carried out then is dropped. */
    public Simulation steer(double seconds, Command command) {
        steers.add(new Steer(notNegative("time of a command", seconds), command));
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

    public Simulation seed(long value) {
        seed = value;
        return this;
    }

    /** @throws org.jerboa.tune.study.StudyException if the study cannot go on */
    public SimulationResult run() {
        return new SimulatedStudy(this).run();
    }

    private static double notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " (" + value + ") must be a number from 0 on");
        }
        return value;
    }
}
