package org.jerboa.mop.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jerboa.mop.checkpoint.CheckpointPolicy;
import org.jerboa.mop.coordinator.Coordinator;
import org.jerboa.mop.coordinator.Effects;
import org.jerboa.mop.coordinator.Policy;
import org.jerboa.mop.coordinator.Session;
import org.jerboa.mop.coordinator.StudySetup;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.UnitReport.Reason;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.Limits;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;
import org.jspecify.annotations.Nullable;

/**
 * One run of a simulation: the virtual clock, what is to happen when, and the virtual workers. What happens at the same
 * time happens in the order in which it was foreseen.
 */
final class SimulatedStudy implements Effects {

    private static final double NANOS = 1e9;

    private final Simulation settings;
    private final Workload work;
    private final Coordinator coordinator;
    private final RandomGenerator chance;
    private final PriorityQueue<Event> agenda = new PriorityQueue<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<Long, Running> running = new HashMap<>();
    private final Map<Integer, Live> live = new HashMap<>();
    private final Map<CheckpointId, Long> store = new TreeMap<>();
    private final Set<Integer> firstEpochs = new HashSet<>();
    private long[] decisions = new long[0];
    private int decided;
    private long now;
    private long sequence;
    private int workersEver;
    private double busySeconds;
    private double slotSeconds;
    private double firstResults;
    private long lastUnit;
    private long units;
    private long hops;
    private double bytesMoved;

    SimulatedStudy(Simulation settings) {
        this.settings = settings;
        this.work = settings.work;
        this.chance = RandomStreams.stream(settings.seed, "simulation");
        AllTrials search = new AllTrials(work.trials().size(), work.epochs());
        SearchProblem problem = new SearchProblem(
                AllTrials.space(work.trials().size()),
                List.of(Objective.minimize(SimulatedMetrics.LOSS)),
                settings.seed);
        StudySetup setup = new StudySetup(
                problem,
                search,
                Map.of(Split.TRAINING, work.shards(), Split.VALIDATION, 1, Split.TEST, 0),
                Set.of(),
                Limits.none(),
                Optional.empty());
        Policy policy = new Policy(2, settings.order, CheckpointPolicy.EVERY_EPOCH, settings.faults.unitTimeout());
        this.coordinator =
                new Coordinator(setup, policy, Session.first(), search.start(problem), settings.scheduler.get(), this);
    }

    SimulationResult run() {
        coordinator.begin();
        for (int i = 0; i < work.workers().size(); i++) {
            int place = i;
            at(0, () -> join(work.workers().get(place), place));
        }
        settings.steers.forEach(steer -> at(nanos(steer.seconds()), () -> steer(steer)));
        foreseeCrash();
        while (!coordinator.hasEnded()) {
            Event next = agenda.poll();
            if (next == null) {
                throw new IllegalStateException("nothing more happens in a simulated study that has not ended, at "
                        + now / NANOS + " s, seed " + settings.seed);
            }
            now = next.at;
            next.action.run();
        }
        return result();
    }

    private SimulationResult result() {
        double makespan = lastUnit / NANOS;
        for (Member member : members.values()) {
            slotSeconds += member.slots() * Math.max(0, makespan - member.since / NANOS);
        }
        return new SimulationResult(
                makespan,
                new LowerBound(work, this::holders).seconds(),
                firstResults,
                slotSeconds > 0 ? Math.max(0, 1 - busySeconds / slotSeconds) : 0,
                units,
                hops,
                bytesMoved,
                Arrays.copyOf(decisions, decided),
                coordinator.trials());
    }

    // --- time

    private void at(long time, Runnable action) {
        agenda.add(new Event(time, sequence++, action));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * NANOS);
    }

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
        if (decided == decisions.length) {
            decisions = Arrays.copyOf(decisions, Math.max(1024, 2 * decided));
        }
        decisions[decided++] = System.nanoTime() - start;
    }

    // --- workers

    /** Shards go to workers in a ring, replicas to the neighbours, so that every worker holds its share. */
    private List<Integer> holders(int shard) {
        int workers = work.workers().size();
        List<Integer> places = new ArrayList<>(work.replicas());
        for (int replica = 0; replica < work.replicas(); replica++) {
            places.add((shard + replica) % workers);
        }
        return places;
    }

    private void join(SimulatedWorker kind, int place) {
        Set<Integer> held = new TreeSet<>();
        for (int shard = 0; shard < work.shards(); shard++) {
            int distance = Math.floorMod(place - shard, work.workers().size());
            if (distance < work.replicas()) {
                held.add(shard);
            }
        }
        WorkerInfo info = new WorkerInfo(
                "worker-" + workersEver++, kind.slots(), Map.of(Split.TRAINING, held, Split.VALIDATION, Set.of(0)));
        members.put(info.name(), new Member(kind, place, now));
        decide(() -> coordinator.joined(info));
    }

    private void foreseeCrash() {
        double mean = settings.faults.crashSeconds();
        if (!Double.isInfinite(mean)) {
            at(now + nanos(-mean * Math.log(1 - chance.nextDouble())), () -> {
                List<String> names = List.copyOf(members.keySet());
                replace(names.get(chance.nextInt(names.size())), "crashed");
                foreseeCrash();
            });
        }
    }

    /** The new worker joins first, as a study without any worker ends. */
    private void replace(String name, String reason) {
        Member member = members.get(name);
        if (member == null || coordinator.hasEnded()) {
            return;
        }
        join(member.kind, member.place);
        members.remove(name);
        slotSeconds += member.slots() * (now - member.since) / NANOS;
        running.values().removeIf(unit -> unit.worker.equals(name));
        live.values().removeIf(model -> model.worker.equals(name));
        decide(() -> coordinator.left(name, reason));
    }

    // --- units

    @Override
    public void submit(String worker, UnitQuery query) {
        Member member = members.get(worker);
        if (member == null) {
            return; // it has left, of which the coordinator is told next
        }
        TrialLoad load = load(query.trial());
        boolean trains = query.kind() == UnitQuery.Kind.TRAIN;
        double ideal = trains ? load.epochSeconds() / work.shards() : load.epochSeconds() * settings.validationShare;
        double tool = ideal / member.kind.speed();
        if (settings.noise > 0) {
            tool *= Math.exp(settings.noise * chance.nextGaussian());
        }
        Live model = live.get(query.trial());
        boolean hop = model != null && !model.worker.equals(worker);
        double way = hop ? work.network().seconds(load.modelBytes()) : 0;
        Running unit = new Running(worker, query, nanos(tool), nanos(way), hop);
        running.put(query.ticket(), unit);
        if (settings.faults.unitTimeout().isPresent()) {
            at(now, () -> decide(() -> coordinator.started(query.ticket())));
        }
        if (!happens(settings.faults.hanging())) {
            boolean fails = happens(settings.faults.failing());
            at(now + unit.toolNanos + unit.wayNanos, () -> end(unit, fails ? Reason.ERROR : null));
        }
    }

    private TrialLoad load(int trial) {
        return work.trials().get(trial % work.trials().size());
    }

    private boolean happens(double share) {
        return share > 0 && chance.nextDouble() < share;
    }

    private void end(Running unit, @Nullable Reason failure) {
        if (!running.remove(unit.query.ticket(), unit)) {
            return; // its worker has left, or it was cancelled
        }
        UnitReport report = report(unit, failure);
        decide(() -> coordinator.reported(report));
        if (happens(settings.faults.repeated())) {
            at(now + unit.toolNanos / 2, () -> decide(() -> coordinator.reported(report)));
        }
    }

    private UnitReport report(Running unit, @Nullable Reason failure) {
        UnitQuery query = unit.query;
        Long start = start(query);
        if (failure != null || start == null) {
            live.remove(query.trial());
            Reason reason = failure == null ? Reason.MODEL_MISSING : failure;
            return new UnitReport.Failed(query.ticket(), unit.worker, reason, "simulated: " + reason, "");
        }
        double modelBytes = load(query.trial()).modelBytes();
        UnitCost cost = new UnitCost(
                unit.toolNanos, unit.wayNanos, unit.hop, unit.hop ? (long) modelBytes : 0, (long) modelBytes);
        lastUnit = now;
        busySeconds += unit.toolNanos / NANOS;
        if (unit.hop) {
            hops++;
            bytesMoved += modelBytes;
        }
        if (query.kind() == UnitQuery.Kind.EVALUATE) {
            live.put(query.trial(), new Live(unit.worker, query.version(), start));
            double wobble = (RandomStreams.mix(start ^ query.shard()) >>> 11) * 0x1p-53;
            return new UnitReport.Evaluated(
                    query.ticket(), unit.worker, new SimulatedMetrics(1, 1.0 / (1 + query.epoch()) + wobble), cost);
        }
        long state = RandomStreams.mix(start ^ query.unitSeed());
        live.put(query.trial(), new Live(unit.worker, query.resultVersion(), state));
        units++;
        if (query.commit()) {
            commit(unit.worker, query.result(), state);
        }
        double loss = (state >>> 11) * 0x1p-53;
        return new UnitReport.Trained(query.ticket(), unit.worker, new TrainingSummary(1, 1, loss), cost);
    }

    private @Nullable Long start(UnitQuery query) {
        Live model = live.get(query.trial());
        if (model != null && model.version == query.version()) {
            return model.state;
        }
        if (query.version() > 0) {
            return store.get(new CheckpointId(query.trial(), query.version()));
        }
        return query.origin() == null ? Long.valueOf(RandomStreams.mix(query.trialSeed())) : store.get(query.origin());
    }

    private void commit(String worker, CheckpointId id, long state) {
        boolean fails = happens(settings.faults.uncommitted());
        at(now + nanos(settings.commitSeconds), () -> {
            if (!members.containsKey(worker)) {
                return; // and the checkpoint with it
            }
            if (fails) {
                decide(() -> coordinator.commitFailed(id, new IOException("simulated: no space left")));
            } else {
                store.put(id, state);
                decide(() -> coordinator.committed(id, (long) load(id.trial()).modelBytes()));
            }
        });
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

    // --- effects

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void wakeAt(long nanoTime) {
        at(nanoTime, () -> decide(coordinator::tick));
    }

    @Override
    public void cancel(String worker, long ticket) {
        Running unit = running.get(ticket);
        // one in four does not react, and its worker has to be given up
        if (unit != null && !happens(0.25)) {
            at(now, () -> end(unit, Reason.CANCELLED));
        }
    }

    @Override
    public void abandon(String worker, String reason) {
        at(now, () -> replace(worker, reason));
    }

    @Override
    public void happened(StudyEvent event) {
        if (event instanceof StudyEvent.EpochFinished finished && firstEpochs.add(finished.trial())) {
            firstResults = now / NANOS;
        }
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
                Duration.ofNanos(now),
                Optional.empty(),
                Optional.empty(),
                Double.NaN);
        for (StudyListener listener : settings.listeners) {
            listener.on(event, progress);
        }
    }

    @Override
    public void estimate(int trial, Configuration configuration) {
        // a simulated handler cannot tell: what the schedule knows it has measured
    }

    @Override
    public void release(int trial) {
        live.remove(trial);
    }

    @Override
    public void discard(CheckpointId id) {
        store.remove(id);
    }

    @Override
    public Iterable<Integer> storedVersions(int trial) {
        return List.of();
    }

    private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private record Member(SimulatedWorker kind, int place, long since) {

        int slots() {
            return kind.slots();
        }
    }

    private record Live(String worker, int version, long state) {}

    private record Running(String worker, UnitQuery query, long toolNanos, long wayNanos, boolean hop) {}
}
