package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jerboa.testkit.contract.SearchScenario.Mishap;
import org.jerboa.testkit.contract.SearchScenario.Struck;
import org.jerboa.tune.metric.Direction;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link SearchAlgorithm} and its searchers promise. An algorithm's test extends this and gives an algorithm with
 * settings under which a study has some ten to some hundred trials.
 *
 * <p>Studies are simulated: trials train in a random order, their losses fall towards a level that depends smoothly on the
 * configuration, and answers that break the protocol are refused with the calls that led to them. One test starts a child
 * JVM with the class path of this one; two add up what the searcher holds on to after many questions: its fields, theirs, and so
 * on, but not what only static fields, variables of threads, or iterators and streams lead to.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SearcherContract {

    private static final long SEED = 17;

    private static final int THREADS = 16;

    private static final int QUESTIONS = 10_000;

    /** What a searcher may come to hold for ever; ours have 350 to 3200 bytes for a trial with its epochs. */
    private static final long BYTES_OF_A_TRIAL = 3_000;

    private static final long BYTES_OF_AN_EPOCH = 200;

    /** Less than the least that can be kept of each question. */
    private static final long BYTES_OF_A_QUESTION = 1;

    /** The algorithm under test. */
    protected abstract SearchAlgorithm algorithm();

    /** Epochs that the longest trial of an undisturbed study gets, in each of the spaces. */
    protected abstract int longestTrial();

    /**
     * Spaces to search: by default one with every kind of parameter, one with nested conditions, and one of only two
     * configurations.
     */
    protected List<SearchSpace> spaces() {
        return List.of(everyKind(), conditional(), tiny());
    }

    /** Whether the seed has an influence on which trials there are. */
    protected boolean dependsOnSeed() {
        return true;
    }

    /** Whether minimising a metric and maximising its negative must lead to the same trials. */
    protected boolean mirrors() {
        return true;
    }

    /** Events after which a study counts as endless. */
    protected int eventLimit() {
        return 100_000;
    }

    /**
     * The algorithm under test with settings under which a study has about a thousand trials or more, and ten thousand questions are
     * asked in a few seconds. By default {@link #algorithm}; a study that ends is kept going by trials that a user adds.
     */
    protected SearchAlgorithm longAlgorithm() {
        return algorithm();
    }

    /** How long the child JVM may take. */
    protected Duration childLimit() {
        return Duration.ofMinutes(20);
    }

    private static SearchSpace everyKind() {
        return SearchSpace.of(
                Parameter.real("linear", -1e6, 2e6),
                Parameter.real("log").log(1e-7, 10),
                Parameter.real("quantised", 0, 1).step(0.1),
                Parameter.integer("integer", -3, 12),
                Parameter.integer("step", 16, 128).step(16),
                Parameter.integer("logInteger").log(1, 1024),
                Parameter.categorical("categorical", "a", "b", "c"),
                Parameter.ordinal("ordinal", 0.0, 0.1, 0.5),
                Parameter.bool("boolean"),
                Parameter.fixed("fixed", 7));
    }

    private static SearchSpace conditional() {
        return SearchSpace.of(
                Parameter.categorical("updater", "sgd", "adam", "nesterovs"),
                Parameter.real("momentum", 0.5, 0.99).when("updater", "nesterovs"),
                Parameter.real("beta", 0.8, 0.999).when("updater", "adam"),
                Parameter.bool("layered"),
                Parameter.integer("layers", 1, 3).when("layered", true),
                Parameter.integer("second").log(8, 64).when("layers", Parameter.atLeast(2)));
    }

    private static SearchSpace tiny() {
        return SearchSpace.of(Parameter.bool("switch"), Parameter.fixed("other", "x"));
    }

    private SearchSpace firstSpace() {
        return spaces().get(0);
    }

    private SearchSimulation played(SearchScenario scenario) {
        return new SearchSimulation(algorithm(), scenario, eventLimit()).run();
    }

    @ParameterizedTest
    @MethodSource("spaces")
    final void keepsToTheProtocolAndTheSpaceUntilTheStudyEnds(SearchSpace space) {
        for (long seed = 0; seed < 5; seed++) {
            SearchScenario scenario = SearchScenario.calm(space, seed);
            for (int slots : new int[] {3, 1, 50}) {
                assertThat(played(scenario.withSlots(slots)).depth())
                        .as("epochs of the longest trial, with %d slots and seed %d", slots, seed)
                        .isEqualTo(longestTrial());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("spaces")
    final void sameCallsGetSameAnswers(SearchSpace space) {
        SearchScenario scenario = SearchScenario.calm(space, SEED).with(Mishap.FAILS, Struck.EVERY_THIRD);
        List<String> expected = played(scenario).lines();
        SearchSimulation again = new SearchSimulation(algorithm(), scenario, eventLimit());
        SearchSimulation beside = new SearchSimulation(algorithm(), SearchScenario.calm(space, SEED + 1), eventLimit());
        boolean more = true;
        while (more) {
            beside.step();
            more = again.step();
        }
        assertThat(again.lines()).as("beside another search").isEqualTo(expected);
    }

    @Test
    final void sameCallsGetSameAnswersInAFreshJvm(@TempDir Path folder) throws Exception {
        List<SearchScenario> scenarios = spaces().stream()
                .map(space -> SearchScenario.calm(space, SEED).with(Mishap.DIVERGES_IN_VALIDATION, Struck.EVERY_THIRD))
                .toList();
        SearcherChild.Task task = new SearcherChild.Task(algorithm(), scenarios, eventLimit());
        SearcherChild.give(folder, task);
        ChildJvm.run(SearcherChild.class, folder, List.of("-Xmx256m"), childLimit());
        assertThat(SearcherChild.answer(folder)).isEqualTo(SearcherChild.perform(task));
    }

    @Test
    final void anotherSeedGivesOtherTrialsIfAndOnlyIfTheSeedMatters() {
        List<String> one = configurations(played(SearchScenario.calm(firstSpace(), SEED)));
        List<String> other = configurations(played(SearchScenario.calm(firstSpace(), SEED + 1)));
        if (dependsOnSeed()) {
            assertThat(one).isNotEqualTo(other);
        } else {
            assertThat(one).isEqualTo(other);
        }
    }

    private static List<String> configurations(SearchSimulation simulation) {
        return simulation.trials().stream()
                .map(trial -> trial.configuration.text())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("spaces")
    final void maximisingTheNegativeIsMinimising(SearchSpace space) {
        if (mirrors()) {
            SearchScenario scenario = SearchScenario.calm(space, SEED).with(Mishap.FAILS, Struck.EVERY_THIRD);
            assertThat(played(scenario.withDirection(Direction.MAXIMIZE)).answers())
                    .isEqualTo(played(scenario).answers());
        }
    }

    @ParameterizedTest
    @EnumSource
    final void unluckyTrialsDoNotStallTheSearch(Mishap mishap) {
        for (SearchSpace space : spaces()) {
            SearchScenario calm = SearchScenario.calm(space, SEED);
            assertThat(played(calm.with(mishap, Struck.FIRST)).depth())
                    .as("epochs of the longest trial, although trial 0 %s", mishap)
                    .isEqualTo(longestTrial());
            played(calm.with(mishap, Struck.EVERY_THIRD));
        }
    }

    @ParameterizedTest
    @EnumSource
    final void aStudyEndsThoughAllTrialsAreUnlucky(Mishap mishap) {
        for (SearchSpace space : spaces()) {
            played(SearchScenario.calm(space, SEED).with(mishap, Struck.ALL));
        }
    }

    @ParameterizedTest
    @MethodSource("spaces")
    final void addedTrialsAreTrainedAsDeepAsTheBest(SearchSpace space) {
        SearchSimulation simulation = played(SearchScenario.calm(space, SEED).withAdded());
        List<SimulatedTrial> added =
                simulation.trials().stream().filter(trial -> trial.added).toList();
        assertThat(added)
                .isNotEmpty()
                .allSatisfy(trial -> assertThat(trial.epochs)
                        .as("epochs of added %s, better than all before it", trial)
                        .isEqualTo(longestTrial()));
    }

    @ParameterizedTest
    @MethodSource("spaces")
    final void reportsMayComeFromManyThreadsOneAtATime(SearchSpace space) throws Exception {
        SearchScenario scenario = SearchScenario.calm(space, SEED).with(Mishap.FAILS, Struck.EVERY_THIRD);
        List<String> expected = played(scenario).lines();
        SearchSimulation shared = new SearchSimulation(algorithm(), scenario, eventLimit());
        Turn turn = new Turn();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                futures.add(threads.submit(() -> {
                    turn.stepToTheEnd(shared, thread);
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get(20, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(shared.lines()).isEqualTo(expected);
    }

    /** Threads take turns under one lock. */
    private static final class Turn {

        private int next;
        private boolean over;

        synchronized void stepToTheEnd(SearchSimulation shared, int thread) throws InterruptedException {
            while (!over) {
                if (next != thread) {
                    wait();
                    continue;
                }
                boolean more = false;
                try {
                    more = shared.step();
                } finally {
                    over = !more;
                    next = (next + 1) % THREADS;
                    notifyAll();
                }
            }
        }
    }

    @Test
    final void tenThousandQuestionsLeaveNoMoreThanTheirTrials() {
        LongStudy study = new LongStudy(longAlgorithm(), firstSpace(), SEED);
        study.playTo(QUESTIONS / 2);
        long trials = study.trials();
        long epochs = study.epochs();
        long before = study.held();
        study.playTo(QUESTIONS);
        long growth = study.held() - before;

        long trialsSince = study.trials() - trials;
        long epochsSince = study.epochs() - epochs;
        assertThat(growth)
                .as(
                        "bytes that %d questions have left of %s, in which %d trials began and %d epochs were finished",
                        QUESTIONS / 2, study, trialsSince, epochsSince)
                .isLessThan(trialsSince * BYTES_OF_A_TRIAL
                        + epochsSince * BYTES_OF_AN_EPOCH
                        + QUESTIONS / 2 * BYTES_OF_A_QUESTION);
    }

    @Test
    final void tenThousandQuestionsAboutNothingNewLeaveNothing() {
        LongStudy study = new LongStudy(algorithm(), firstSpace(), SEED);
        study.playTo(40);
        study.askForNothing(100);
        long before = study.held();
        study.askForNothing(QUESTIONS);
        long growth = study.held() - before;

        assertThat(growth)
                .as("bytes that %d questions have left of %s", QUESTIONS, study)
                .isLessThan(QUESTIONS * BYTES_OF_A_QUESTION);
    }

    @Test
    final void describesItselfInOneLine() {
        assertThat(algorithm().describe())
                .isNotBlank()
                .doesNotContain("\n")
                .isEqualTo(algorithm().describe());
    }
}
