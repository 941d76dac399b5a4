package org.jerboa.hazelcast.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jerboa.hazelcast.Layers.FAR;
import static org.jerboa.hazelcast.Layers.NEAR;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jerboa.hazelcast.Fixture;
import org.jerboa.hazelcast.GridStudyMXBean;
import org.jerboa.hazelcast.LayerShard;
import org.jerboa.hazelcast.Layers;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies whose shards are derived, by members that are sent what they are derived from: the bits are those of threads. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DerivedStudiesIT {

    private static final int MEMBERS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** More than a part of a transform's. */
    private static final long PARAMETERS = 3_000_000;

    private static final List<Shard> SHARDS = LayerShard.all(Fixture.DATA);
    private static final long SOURCE_BYTES = Fixture.DATA.bytes();
    private static final Sent NOTHING = new Sent(0, 0);

    /** What threads come to, by layer. */
    private static Map<String, Map<Integer, String>> quiet;

    private TestGrid grid = new TestGrid(true);

    /** What workers have computed, as the observers are told it: outputs, and whether from the source. */
    private final List<String> computed = new CopyOnWriteArrayList<>();

    /** Which threads told it. */
    private final List<String> threads = new CopyOnWriteArrayList<>();

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Layers layers = Layers.of("layers", (int) PARAMETERS);

    private final Derivation.Observer observer = new Derivation.Observer() {
        @Override
        public void computed(Set<String> outputs, boolean fromSource, long bytes, Duration time) {
            threads.add(Thread.currentThread().getName());
            computed.add(outputs + (fromSource ? " from the source" : " from outputs"));
        }

        @Override
        public void failed(String message) {
            failures.add(message);
        }
    };

    @BeforeAll
    static void runQuietly() throws IOException {
        DerivedStudiesIT quietly = new DerivedStudiesIT();
        quiet = Map.of(NEAR, quietly.onThreads(quietly.near(Set.of())), FAR, quietly.onThreads(quietly.far(Set.of())));
        quietly.endGrid();
    }

    private Map<Integer, String> onThreads(Dataset data) throws IOException {
        return Fixture.essence(study(data).on(watched(MopExecutor.threads(2))).run());
    }

    @AfterEach
    void endGrid() throws IOException {
        grid.close();
    }

    private Dataset near(Set<String> keep) {
        return LayerShard.data(SHARDS, layers, NEAR, Set.of(NEAR), Set.of(), keep, observer);
    }

    private Dataset far(Set<String> keep) {
        return LayerShard.data(SHARDS, layers, FAR, Set.of(FAR), Set.of(NEAR), keep, observer);
    }

    private static Study<PlainMlp> study(Dataset data) {
        return Fixture.study().data(data).search(RandomSearch.trials(4).epochs(2));
    }

    /** Of a study, at the end of its last epoch: all shards have been sent then, or they could not be trained on. */
    private record Sent(long shardBytes, long transformBytes) {

        static Sent now() {
            GridStudyMXBean figures = figuresOf("org.jerboa:type=GridStudy,*");
            return new Sent(figures.getShardBytesSent(), figures.getTransformBytesSent());
        }

        private static GridStudyMXBean figuresOf(String name) {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            try {
                ObjectName only =
                        server.queryNames(new ObjectName(name), null).iterator().next();
                return JMX.newMXBeanProxy(server, only, GridStudyMXBean.class);
            } catch (MalformedObjectNameException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void addMembers() throws IOException {
        for (int member = 0; member < MEMBERS; member++) {
            grid.add();
        }
    }

    private MopExecutor executor() {
        return grid.driver(TestGrid.terms(1, MEMBERS)).executor();
    }

    /** Answers what was sent. */
    private Sent assertAsOnThreads(Dataset data, MopExecutor executor) throws IOException {
        List<Sent> sent = new CopyOnWriteArrayList<>();
        Study<PlainMlp> study = study(data).listener((event, progress) -> {
            if (event instanceof StudyEvent.EpochFinished) {
                sent.add(Sent.now());
            }
        });
        assertThat(Fixture.essence(study.on(watched(executor)).run())).isEqualTo(quiet.get(data.name()));
        return sent.get(sent.size() - 1);
    }

    /** The same for each shard. */
    private static List<String> ofEachShard(String text) {
        return Collections.nCopies(SHARDS.size(), text);
    }

    private void awaitMaterials(long bytes) {
        await().atMost(PATIENCE).until(() -> grid.materialBytes() == bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 0})
    void membersComputeEachShardOnceAndKeepItForTheNextStudy(long heap) throws IOException {
        grid = new TestGrid(true, heap);
        addMembers();
        TestGrid.Driver driver = grid.driver(TestGrid.terms(1, MEMBERS));
        long layerBytes = near(Set.of()).bytes() - labelBytes();

        Sent sent = assertAsOnThreads(near(Set.of(NEAR)), driver.executor());
        assertThat(sent.shardBytes()).isEqualTo(SOURCE_BYTES);
        assertThat(sent.transformBytes()).isBetween(MEMBERS * PARAMETERS, MEMBERS * (PARAMETERS + 1_000L));
        assertThat(computed).isEqualTo(ofEachShard("[near] from the source"));
        awaitMaterials(SOURCE_BYTES + layerBytes);
        computed.clear();

        assertThat(assertAsOnThreads(near(Set.of(NEAR)), driver.executor())).isEqualTo(NOTHING);
        assertThat(computed).as("what was found again").isEmpty();

        assertThat(assertAsOnThreads(far(Set.of(NEAR)), driver.executor())).isEqualTo(NOTHING);
        assertThat(computed).isEqualTo(ofEachShard("[far] from outputs"));
        awaitMaterials(SOURCE_BYTES + layerBytes);
        computed.clear();

        assertThat(assertAsOnThreads(far(Set.of()), driver.executor())).isEqualTo(NOTHING);
        assertThat(computed).isEqualTo(ofEachShard("[far] from outputs"));
        awaitMaterials(SOURCE_BYTES);

        assertThat(failures).isEmpty();
        driver.instance().shutdown();
        awaitMaterials(0);
    }

    private static long labelBytes() {
        return SHARDS.stream().mapToLong(Shard::examples).sum();
    }

    @Test
    void outputsThatWereNotKeptAreComputedFromTheSourceAgain() throws IOException {
        addMembers();
        MopExecutor executor = executor();

        assertAsOnThreads(near(Set.of()), executor);
        awaitMaterials(SOURCE_BYTES);
        computed.clear();
        assertThat(assertAsOnThreads(far(Set.of()), executor)).isEqualTo(NOTHING);

        assertThat(computed).isEqualTo(ofEachShard("[far] from the source"));
    }

    /** Units of a member that has left go to the other one, which computes what it lacks from the sources. */
    @Test
    void whatIsLostWithAMemberIsComputedAgain() throws IOException {
        addMembers();
        AtomicBoolean killed = new AtomicBoolean();
        String victim = grid.name(1);
        StudyResult<PlainMlp> result = study(near(Set.of()))
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.UnitTrained unit
                            && unit.worker().startsWith(victim)
                            && !killed.getAndSet(true)) {
                        grid.kill(1);
                    }
                })
                .on(watched(executor()))
                .run();

        Fixture.assertAsQuiet(result, quiet.get(NEAR));
        assertThat(computed).hasSizeGreaterThan(SHARDS.size()).containsOnly("[near] from the source");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void studiesSideBySideShareWhatIsTheirDrivers(boolean sameDriver) throws Exception {
        addMembers();
        MopExecutor first = executor();
        MopExecutor second = sameDriver ? first : executor();
        int drivers = sameDriver ? 1 : 2;

        List<StudyHandle<PlainMlp>> studies = List.of(
                study(near(Set.of(NEAR))).on(watched(first)).start(),
                study(near(Set.of(NEAR))).on(watched(second)).start());
        for (StudyHandle<PlainMlp> study : studies) {
            assertThat(Fixture.essence(study.await())).isEqualTo(quiet.get(NEAR));
        }

        assertThat(computed).hasSize(drivers * SHARDS.size());
        awaitMaterials(drivers * (SOURCE_BYTES + near(Set.of()).bytes() - labelBytes()));
    }

    @Test
    void aTransformThatFailsFailsTheTrialsByName() throws IOException {
        addMembers();
        int examples = SHARDS.get(2).examples();
        Dataset data =
                LayerShard.data(SHARDS, layers.failingFor(examples), NEAR, Set.of(NEAR), Set.of(), Set.of(), observer);

        StudyResult<PlainMlp> result = study(data).on(watched(executor())).run();

        assertThat(result.ranking()).hasSize(4).allSatisfy(trial -> {
            assertThat(trial.status()).isEqualTo(TrialStatus.FAILED);
            assertThat(trial.cause().orElse(""))
                    .contains("training shard 2 could not be derived: layers fail for " + examples + " examples");
        });
        assertThat(failures).isNotEmpty().containsOnly("layers fail for " + examples + " examples");
    }

    /** So that units of different shards compute side by side, and not whoever gives out shards one after another. */
    @Test
    void membersOfTheDriversJvmOpenItsShardsOnTheThreadsOfUnits() throws IOException {
        grid = new TestGrid(false);
        addMembers();

        assertThat(assertAsOnThreads(near(Set.of()), executor())).isEqualTo(NOTHING);

        assertThat(threads).isNotEmpty().noneMatch(name -> name.startsWith("jerboa-shards"));
        assertThat(grid.materialBytes()).isZero();
    }
}
