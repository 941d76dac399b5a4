package org.jerboa.mop.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jerboa.mop.coordinator.Coordinator;
import org.jerboa.mop.coordinator.Effects;
import org.jerboa.mop.coordinator.Policy;
import org.jerboa.mop.coordinator.Session;
import org.jerboa.mop.coordinator.StudySetup;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.jerboa.tune.study.Limits;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;

/** One run of a simulation: the coordinator between a virtual clock and virtual workers. */
final class SimulatedStudy implements Effects, WorkerPool.Events {

    private final Simulation settings;
    private final Workload work;
    private final Coordinator coordinator;
    private final RandomGenerator chance;
    private final Agenda agenda = new Agenda();
    private final SimulatedModels models = new SimulatedModels();
    private final Totals totals = new Totals();
    private final SimulatedWorkers workers;
    private final SimulatedUnits units;

    SimulatedStudy(Simulation settings) {
        this.settings = settings;
        this.work = settings.work;
        this.chance = RandomStreams.stream(settings.seed, "simulation");
        double loadSeconds = work.network().seconds(work.dataBytes() / work.shards());
        this.workers = new SimulatedWorkers(agenda, this, work.shards(), loadSeconds);
        this.units = new SimulatedUnits(settings, agenda, workers, models, totals, this, chance);
        SearchProblem problem = settings.problem();
        StudySetup setup = new StudySetup(
                problem,
                settings.search,
                Map.of(Split.TRAINING, work.shards(), Split.VALIDATION, 1, Split.TEST, 0),
                Set.of(),
                Limits.none(),
                Optional.empty());
        this.coordinator = new Coordinator(
                setup,
                policy(settings),
                Session.first(),
                settings.search.start(problem),
                settings.scheduler.get(),
                this);
    }

    private static Policy policy(Simulation settings) {
        Policy policy = Policy.usual().order(settings.order);
        return settings.faults.unitTimeout().map(policy::unitTimeout).orElse(policy);
    }

    SimulationResult run() {
        coordinator.begin();
        for (int i = 0; i < work.workers().size(); i++) {
            int place = i;
            agenda.at(0, () -> workers.join(work.workers().get(place), place, work.shardsOf(place)));
        }
        for (int i = 0; i < settings.joins.size(); i++) {
            int place = work.workers().size() + i;
            Simulation.Join join = settings.joins.get(i);
            at(join.seconds(), () -> workers.join(join.kind(), place, join.shards()));
        }
        settings.leaves.forEach(leave -> at(leave.seconds(), () -> workers.leave(leave.place(), "left")));
        settings.steers.forEach(steer -> at(steer.seconds(), () -> steer(steer)));
        foreseeCrash();
        while (!coordinator.hasEnded()) {
            if (!agenda.proceed()) {
                throw new IllegalStateException("nothing more happens in a simulated study that has not ended, at "
                        + agenda.now() / Agenda.NANOS + " s, seed " + settings.seed);
            }
        }
        return result();
    }

    private void at(double seconds, Runnable action) {
        agenda.at(Agenda.nanos(seconds), action);
    }

    private SimulationResult result() {
        double makespan = totals.makespanSeconds();
        double slotSeconds = workers.presences().stream()
                .mapToDouble(there -> there.kind().slots() * Math.max(0, Math.min(makespan, there.to()) - there.from()))
                .sum();
        return new SimulationResult(
                makespan,
                new LowerBound(work, coordinator.trials(), settings.changesWorkers(), workers.presences()).seconds(),
                totals.firstResults(),
                totals.idleShare(slotSeconds),
                totals.units(),
                totals.hops(),
                totals.bytesMoved(),
                totals.decisions(),
                coordinator.trials());
    }

    private void foreseeCrash() {
        double mean = settings.faults.crashSeconds();
        if (!Double.isInfinite(mean)) {
            agenda.at(agenda.now() + Agenda.nanos(-mean * Math.log(1 - chance.nextDouble())), () -> {
                List<String> names = workers.names();
                workers.replace(names.get(chance.nextInt(names.size())), "crashed");
                foreseeCrash();
            });
        }
    }

    private void steer(Simulation.Steer steer) {
        decide(() -> {
            try {
                coordinator.steer(steer.command());
            } catch (IllegalArgumentException e) {
                return; // a user who asks for what is not to be had, for instance of a trial that ended meanwhile
            }
        });
    }

    // --- what the coordinator is told

    private void decide(Runnable told) {
        if (coordinator.hasEnded()) {
            return;
        }
        if (!settings.timed) {
            told.run();
            return;
        }
        long start = System.nanoTime();
        told.run();
        totals.decided(System.nanoTime() - start);
    }

    @Override
    public void joined(WorkerInfo worker) {
        decide(() -> coordinator.joined(worker));
    }

    @Override
    public void changed(WorkerInfo worker) {
        decide(() -> coordinator.changed(worker));
    }

    @Override
    public void left(String worker, String reason) {
        units.lost(worker);
        models.dropAllOf(worker);
        decide(() -> coordinator.left(worker, reason));
    }

    @Override
    public void started(String worker, long ticket) {
        decide(() -> coordinator.started(ticket));
    }

    @Override
    public void reported(UnitReport report) {
        decide(() -> coordinator.reported(report));
    }

    @Override
    public void committed(CheckpointId id, long bytes) {
        decide(() -> coordinator.committed(id, bytes));
    }

    @Override
    public void commitFailed(CheckpointId id, IOException cause) {
        decide(() -> coordinator.commitFailed(id, cause));
    }

    // --- what the coordinator does

    @Override
    public long nanoTime() {
        return agenda.now();
    }

    @Override
    public void wakeAt(long nanoTime) {
        agenda.at(nanoTime, () -> decide(coordinator::tick));
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        units.submit(worker, query);
    }

    @Override
    public void cancel(String worker, long ticket) {
        units.cancel(ticket);
    }

    @Override
    public void abandon(String worker, String reason) {
        agenda.at(agenda.now(), () -> workers.replace(worker, reason));
    }

    @Override
    public void happened(StudyEvent event) {
        totals.happened(event, agenda.now());
        if (settings.listeners.isEmpty()) {
            return;
        }
        StudyProgress progress = new StudyProgress(
                coordinator.trialCount(),
                coordinator.activeTrials(),
                coordinator.tally().failed(),
                coordinator.tally().epochs(),
                coordinator.tally().units(),
                OptionalLong.empty(),
                Duration.ofNanos(agenda.now()),
                Optional.empty(),
                Optional.empty(),
                Double.NaN);
        for (StudyListener listener : settings.listeners) {
            listener.on(event, progress);
        }
    }

    @Override
    public void estimate(int trial, Configuration configuration) {
        if (settings.estimates) {
            TrialLoad load = work.trials().get(trial % work.trials().size());
            long parameters = Agenda.nanos(load.epochSeconds()); // what an epoch takes is in proportion to them
            ModelEstimate estimate = new ModelEstimate(parameters, 1, (long) load.modelBytes());
            agenda.at(agenda.now(), () -> coordinator.estimated(trial, estimate));
        }
    }

    @Override
    public void release(int trial) {
        models.drop(trial);
    }

    @Override
    public void discard(CheckpointId id) {
        models.discard(id);
    }

    @Override
    public Iterable<Integer> storedVersions(int trial) {
        return List.of();
    }
}
