package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jerboa.mop.schedule.ListScheduler;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.EarlyStopping;
import org.jerboa.tune.study.Limits;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.Trial;

/**
 * A coordinator with virtual workers and a virtual store, on one thread and without a clock: a test decides which unit
 * ends when. A model is a number, mixed from everything its training depends on, so that a trial's metrics tell whether
 * its units were run once each, in their order, from the right state. Broken invariants fail the test where they break.
 */
final class CoordinatorHarness implements Effects {

    static final SearchSpace SPACE = SearchSpace.of(Parameter.real("x", 0, 1));
    static final String METRIC = "score";

    private static final Blobs BLOBS = new Blobs(2, 2, 3);
    private static final Dataset DATA = data(4, 2, 2);
    private static final int STEP_LIMIT = 20_000;

    /** What is on disk, and so survives a crash. */
    final Map<CheckpointId, Long> store;

    /** What the journal has. */
    final List<StudyEvent> journal = new ArrayList<>();

    /** What the store had when each line of the journal was written. */
    final List<Map<CheckpointId, Long>> storeAt = new ArrayList<>();

    final List<Integer> released = new ArrayList<>();
    final List<Long> cancelled = new ArrayList<>();
    final List<String> abandoned = new ArrayList<>();
    final TreeSet<Long> alarms = new TreeSet<>();

    /** What the clock shows. */
    long now;

    final Coordinator coordinator;

    private final Map<Long, Running> running = new TreeMap<>();
    private final Map<String, WorkerInfo> workers = new LinkedHashMap<>();
    private final Map<Integer, Live> live = new LinkedHashMap<>();

    /** What commits under way will store, and by whom. */
    private final Map<CheckpointId, Leaving> leaving = new LinkedHashMap<>();

    private Predicate<UnitQuery> throwing = query -> false;
    private Predicate<UnitQuery> unreadable = query -> false;
    private Predicate<UnitQuery> bereaved = query -> false;
    private Predicate<CheckpointId> unwritable = id -> false;
    private Predicate<UnitQuery> notANumber = query -> false;
    private Predicate<Integer> hopeless = trial -> false;
    private int foreign = -1;

    record Running(String worker, UnitQuery query) {}

    private record Live(int version, long state) {}

    private record Leaving(String worker, long state) {}

    CoordinatorHarness(Supplier<Searcher> searcher) {
        this(searcher, 2);
    }

    CoordinatorHarness(Supplier<Searcher> searcher, int retries) {
        this(
                RandomSearch.trials(1),
                searcher,
                Policy.usual().retries(retries),
                Limits.none(),
                Optional.empty(),
                DATA,
                List.of(),
                new TreeMap<>());
    }

    private CoordinatorHarness(
            SearchAlgorithm search,
            Supplier<Searcher> searcher,
            Policy policy,
            Limits limits,
            Optional<EarlyStopping> earlyStopping,
            Dataset data,
            List<StudyEvent> past,
            Map<CheckpointId, Long> store) {
        this.store = store;
        StudyDefinition<PlainMlp> definition = new StudyDefinition<>(
                SPACE,
                search,
                PlainMlpHandler.of(BLOBS.schema()),
                data,
                List.of(Objective.maximize(METRIC)),
                Set.of(),
                5,
                Optional.empty(),
                false,
                limits,
                earlyStopping,
                List.of());
        coordinator = new Coordinator(
                StudySetup.of(definition),
                policy,
                Session.first(),
                searcher.get(),
                ListScheduler.longestRemaining(),
                this);
        journal.addAll(past);
        coordinator.restore(past);
        if (!coordinator.hasEnded()) {
            coordinator.begin();
        }
    }

    /** With these settings. */
    static CoordinatorHarness with(
            Supplier<Searcher> searcher, Policy policy, Limits limits, Optional<EarlyStopping> earlyStopping) {
        return new CoordinatorHarness(
                RandomSearch.trials(1), searcher, policy, limits, earlyStopping, DATA, List.of(), new TreeMap<>());
    }

    /** Of that algorithm, which also begins anew where its user narrows the space. */
    static CoordinatorHarness of(SearchAlgorithm search) {
        return new CoordinatorHarness(
                search,
                () -> search.start(new SearchProblem(SPACE, List.of(Objective.maximize(METRIC)), 5)),
                Policy.usual(),
                Limits.none(),
                Optional.empty(),
                DATA,
                List.of(),
                new TreeMap<>());
    }

    /** With so many shards for training, validation and test. */
    static CoordinatorHarness sharded(Supplier<Searcher> searcher, int training, int validation, int test) {
        return new CoordinatorHarness(
                RandomSearch.trials(1),
                searcher,
                Policy.usual(),
                Limits.none(),
                Optional.empty(),
                data(training, validation, test),
                List.of(),
                new TreeMap<>());
    }

    /** The same study after a crash that left this much of the journal, and this of the store. */
    static CoordinatorHarness resumed(
            Supplier<Searcher> searcher, List<StudyEvent> past, Map<CheckpointId, Long> store) {
        return new CoordinatorHarness(
                RandomSearch.trials(1),
                searcher,
                Policy.usual(),
                Limits.none(),
                Optional.empty(),
                DATA,
                past,
                new TreeMap<>(store));
    }

    private static Dataset data(int training, int validation, int test) {
        List<Shard> shards = new ArrayList<>();
        Map<Split, Integer> sizes = Map.of(Split.TRAINING, training, Split.VALIDATION, validation, Split.TEST, test);
        for (Split split : Split.values()) {
            for (int i = 0; i < sizes.get(split); i++) {
                shards.add(Shard.of(split, i, BLOBS.examples(shards.size(), 1)));
            }
        }
        return Dataset.of("tiny", 3, shards);
    }

    static Configuration configuration(double x) {
        return SPACE.configuration(Map.of("x", x));
    }

    // --- faults

    /** Units that throw. */
    CoordinatorHarness throwing(Predicate<UnitQuery> units) {
        throwing = units;
        return this;
    }

    /** Units that find the version they start from gone, though it may be stored. */
    CoordinatorHarness unreadable(Predicate<UnitQuery> units) {
        unreadable = units;
        return this;
    }

    /** Units whose live model is lost with the worker that had it. */
    CoordinatorHarness bereaved(Predicate<UnitQuery> units) {
        bereaved = units;
        return this;
    }

    /** Checkpoints that cannot be stored. */
    CoordinatorHarness unwritable(Predicate<CheckpointId> checkpoints) {
        unwritable = checkpoints;
        return this;
    }

    /** Units that give NaN. */
    CoordinatorHarness notANumber(Predicate<UnitQuery> units) {
        notANumber = units;
        return this;
    }

    /** Trials whose score is bad. */
    CoordinatorHarness hopeless(Predicate<Integer> trials) {
        hopeless = trials;
        return this;
    }

    /** A trial whose evaluations cannot be merged. */
    CoordinatorHarness foreign(int trial) {
        foreign = trial;
        return this;
    }

    // --- what happens

    CoordinatorHarness join(String... names) {
        for (String name : names) {
            join(name, 1);
        }
        return this;
    }

    CoordinatorHarness join(String name, int slots) {
        Map<Split, Set<Integer>> all = new LinkedHashMap<>();
        for (Split split : Split.values()) {
            all.put(split, new TreeSet<>(Set.of(0, 1, 2, 3, 4, 5, 6, 7)));
        }
        return join(new WorkerInfo(name, slots, all));
    }

    CoordinatorHarness join(WorkerInfo worker) {
        workers.put(worker.name(), worker);
        coordinator.joined(worker);
        return this;
    }

    boolean stopTrial(int trial) {
        return steer(new Command.StopTrial(trial));
    }

    boolean add(Configuration configuration) {
        return steer(new Command.AddTrial(configuration));
    }

    /** Returns whether the command was accepted. */
    boolean steer(Command command) {
        try {
            coordinator.steer(command);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A worker dies with its units. */
    void leave(String name) {
        workers.remove(name);
        running.values().removeIf(unit -> {
            boolean lost = unit.worker.equals(name);
            if (lost) {
                live.remove(unit.query.trial());
            }
            return lost;
        });
        leaving.values().removeIf(commit -> commit.worker.equals(name));
        coordinator.left(name, "pulled the plug");
    }

    /** Units under way, oldest first. */
    List<Running> running() {
        return List.copyOf(running.values());
    }

    /** The unit under way of a trial. */
    UnitQuery unitOf(int trial) {
        return running.values().stream()
                .map(Running::query)
                .filter(query -> query.trial() == trial)
                .findFirst()
                .orElseThrow(() -> new AssertionError("trial " + trial + " has no unit under way: " + running));
    }

    /** Ends the unit under way of a trial, with its commit. */
    UnitReport end(int trial) {
        return end(unitOf(trial));
    }

    /** Ends a unit, with its commit if it asked for one. */
    UnitReport end(UnitQuery query) {
        UnitReport report = report(query);
        if (report instanceof UnitReport.Trained && query.commit()) {
            commit(query.result());
        }
        return report;
    }

    /** Ends a unit, but leaves its commit under way. */
    UnitReport report(UnitQuery query) {
        Running unit = running.remove(query.ticket());
        assertThat(unit).as("unit under way with the ticket of %s", query).isNotNull();
        UnitReport report = outcome(query, unit.worker);
        Live made = live.get(query.trial());
        if (query.commit() && made != null) {
            leaving.put(query.result(), new Leaving(unit.worker, made.state));
        }
        coordinator.reported(report);
        return report;
    }

    List<CheckpointId> commitsUnderWay() {
        return List.copyOf(leaving.keySet());
    }

    /** What the store had when a line of the journal was written; of lines before a crash, what was there then. */
    Map<CheckpointId, Long> storeAt(int line) {
        int own = line - (journal.size() - storeAt.size());
        return own < 0 ? store : storeAt.get(own);
    }

    /** A commit under way ends. */
    void commit(CheckpointId id) {
        Leaving commit = leaving.remove(id);
        assertThat(commit).as("commit of %s under way", id).isNotNull();
        if (unwritable.test(id)) {
            coordinator.commitFailed(id, new IOException("no space left on device"));
        } else {
            store.put(id, commit.state);
            coordinator.committed(id, 8);
        }
    }

    /** Ends units, the oldest first, until the study ends. */
    CoordinatorHarness run() {
        return run(units -> units.get(0));
    }

    /** Ends units in a random order until the study ends. */
    CoordinatorHarness run(RandomGenerator timing) {
        return run(units -> units.get(timing.nextInt(units.size())));
    }

    private CoordinatorHarness run(Function<List<Running>, Running> next) {
        for (int step = 0; !coordinator.hasEnded(); step++) {
            assertThat(step).as("steps of a study that does not end").isLessThan(STEP_LIMIT);
            assertThat(running)
                    .as("units under way of a study that has not ended; it waits for nothing")
                    .isNotEmpty();
            end(next.apply(running()).query);
        }
        return this;
    }

    // --- the workers

    private UnitReport outcome(UnitQuery query, String worker) {
        Optional<Long> start = unreadable.test(query) ? Optional.empty() : start(query);
        live.remove(query.trial());
        if (bereaved.test(query)) {
            return UnitReport.Failed.of(query.ticket(), worker, UnitReport.Reason.MODEL_LOST, new IOException("gone"));
        }
        if (start.isEmpty()) {
            return UnitReport.Failed.of(
                    query.ticket(), worker, UnitReport.Reason.MODEL_MISSING, new IOException("gone"));
        }
        if (throwing.test(query)) {
            return UnitReport.Failed.of(
                    query.ticket(), worker, UnitReport.Reason.ERROR, new IllegalStateException("injected"));
        }
        UnitCost cost = new UnitCost(1000 + query.trial(), 10, false, 0, 8);
        if (query.kind() == UnitQuery.Kind.TRAIN) {
            long state = RandomStreams.seed(start.get(), "trained", query.shard(), (int) query.unitSeed());
            live.put(query.trial(), new Live(query.resultVersion(), state));
            double loss = notANumber.test(query) ? Double.NaN : share(state);
            return new UnitReport.Trained(query.ticket(), worker, new TrainingSummary(1, 1, loss), cost);
        }
        live.put(query.trial(), new Live(query.version(), start.get()));
        double score = notANumber.test(query)
                ? Double.NaN
                : share(RandomStreams.seed(start.get(), query.split().name(), query.shard()))
                        - (hopeless.test(query.trial()) ? 1 : 0);
        MetricAccumulator metrics =
                query.trial() == foreign ? new FinishingTest.Foreign() : new Score(score, Set.of(where(query)));
        return new UnitReport.Evaluated(query.ticket(), worker, metrics, cost);
    }

    static String where(UnitQuery query) {
        return query.split() + " " + query.shard();
    }

    private Optional<Long> start(UnitQuery query) {
        Live model = live.get(query.trial());
        if (model != null && model.version == query.version()) {
            return Optional.of(model.state);
        }
        if (query.version() > 0) {
            return Optional.ofNullable(store.get(new CheckpointId(query.trial(), query.version())));
        }
        if (query.origin() != null) {
            return Optional.ofNullable(store.get(query.origin()));
        }
        return Optional.of(
                RandomStreams.seed(query.trialSeed(), query.configuration().text()));
    }

    private static double share(long state) {
        return (state >>> 11) * 0x1p-53;
    }

    // --- effects

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void wakeAt(long nanoTime) {
        alarms.add(nanoTime);
    }

    @Override
    public void cancel(String worker, long ticket) {
        cancelled.add(ticket);
    }

    @Override
    public void abandon(String worker, String reason) {
        abandoned.add(worker);
    }

    @Override
    public void estimate(int trial, Configuration configuration) {
        // nothing is known of models that are numbers
    }

    @Override
    public void happened(StudyEvent event) {
        if (event instanceof StudyEvent.UnitSubmitted) {
            return; // not journalled
        }
        journal.add(event);
        storeAt.add(new TreeMap<>(store));
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        WorkerInfo info = workers.get(worker);
        assertThat(info).as("worker '%s' of %s", worker, query).isNotNull();
        assertThat(running.values())
                .as("exclusivity: units on a worker of %d slots", info.slots())
                .filteredOn(unit -> unit.worker.equals(worker))
                .hasSizeLessThan(info.slots());
        assertThat(running.values())
                .as("isolation: other units of trial %d", query.trial())
                .noneMatch(unit -> unit.query.trial() == query.trial());
        assertThat(info.holds(query.split(), query.shard()))
                .as("%s holds %s", info, query)
                .isTrue();
        assertThat(running.put(query.ticket(), new Running(worker, query)))
                .as("reused ticket")
                .isNull();
    }

    @Override
    public void release(int trial) {
        assertThat(running.values())
                .as("units under way of a released trial")
                .noneMatch(unit -> unit.query.trial() == trial);
        released.add(trial);
        live.remove(trial);
    }

    @Override
    public void discard(CheckpointId id) {
        store.remove(id);
    }

    @Override
    public Iterable<Integer> storedVersions(int trial) {
        return store.keySet().stream()
                .filter(id -> id.trial() == trial)
                .map(CheckpointId::version)
                .toList();
    }

    // --- what came of it

    Objective objective() {
        return Objective.maximize(METRIC);
    }

    Trial trial(int id) {
        return coordinator.trials().get(id);
    }

    <E extends StudyEvent> List<E> events(Class<E> kind) {
        return journal.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Everything that must not depend on timing, faults or crashes. */
    List<String> essence() {
        List<String> essence = new ArrayList<>();
        for (Trial trial : coordinator.trials()) {
            List<String> epochs = trial.epochs().stream()
                    .map(epoch -> epoch.version() + " " + epoch.metrics())
                    .toList();
            essence.add(trial.id() + " " + trial.configuration() + " " + trial.status() + " " + epochs);
        }
        essence.add("best " + coordinator.bestTrial() + " " + coordinator.tested());
        return essence;
    }
}
