package org.jerboa.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jerboa.search.GridSearch;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class SearchBenchmarkTest {

    /** How often a search was asked for: once for each function and seed. */
    private static final AtomicInteger STUDIES = new AtomicInteger();

    @TempDir
    static Path folder;

    @BeforeEach
    void reset() {
        STUDIES.set(0);
    }

    @SearchBenchmark(
            functions = {"branin2", "hill"},
            seeds = 3,
            budget = 12)
    static class OfAClass {

        @Competitor
        static SearchAlgorithm random(int trials) {
            STUDIES.incrementAndGet();
            return RandomSearch.trials(trials).epochs(1);
        }

        @Competitor
        static SearchAlgorithm grid(TestFunction function, int trials) {
            return GridSearch.sequential().pointsPerReal(3).trials(trials).epochs(function.epochs());
        }

        static TestFunction hill() {
            SearchSpace space = SearchSpace.of(Parameter.integer("x", 0, 100));
            return TestFunction.plain("hill", space, configuration -> Math.abs(configuration.getInt("x") - 50))
                    .optimum(0);
        }

        @Test
        void first(Comparison comparison) {
            assertThat(comparison.functions().stream().map(TestFunction::name)).containsExactly("branin2", "hill");
            assertThat(comparison.contenders()).containsExactlyInAnyOrder("random", "grid");
            assertThat(comparison.runs("hill", "random"))
                    .hasSize(3)
                    .allMatch(run -> run.configurations().size() == 12);
        }

        @Test
        void second(Comparison comparison) {
            assertThat(comparison.scores().scores("hill", "grid")).containsOnly(0);
        }

        @Nested
        class Inside {

            @Test
            void seesTheSame(Comparison comparison) {
                assertThat(comparison.seeds()).isEqualTo(3);
            }
        }
    }

    static class OfAMethod {

        @Competitor
        static SearchAlgorithm random(int trials) {
            return RandomSearch.trials(trials).epochs(1);
        }

        @Competitor
        static SearchAlgorithm asksTooMuch(String what) {
            return RandomSearch.trials(what.length()).epochs(1);
        }

        @SearchBenchmark(functions = "lcA", searches = "random", seeds = 2, budget = 90)
        void isATestByItself(Comparison comparison) {
            assertThat(comparison.runs("lcA", "random").get(1).epochs()).hasSize(90);
        }

        @Test
        void othersGoOn() {}
    }

    @SearchBenchmark(functions = "branin2")
    static class WithoutCompetitors {

        @Test
        void cannotBe(Comparison comparison) {}

        @Test
        void norThis(Comparison comparison) {}
    }

    static class OfMistakes extends OfAMethod {

        @SearchBenchmark(functions = "branin3")
        void unknownFunction(Comparison comparison) {}

        @SearchBenchmark(functions = "branin2", searches = "asksTooMuch", seeds = 1)
        void competitorThatAsksTooMuch(Comparison comparison) {}

        @SearchBenchmark(functions = "branin2", searches = "nobody", seeds = 1)
        void unknownSearch(Comparison comparison) {}
    }

    @Test
    void aClassIsPlayedOnceForAllItsTests() {
        Events tests = execute(OfAClass.class);

        assertThat(tests.failed().list()).isEmpty();
        assertThat(tests.succeeded().count()).isEqualTo(3);
        assertThat(STUDIES).hasValue(2 * 3);
    }

    @Test
    void tablesAreWritten() throws IOException {
        execute(OfAClass.class);
        String title = OfAClass.class.getName().replace('$', '.');

        assertThat(Files.readString(folder.resolve(title + ".txt")))
                .contains("function", "random", "grid", "branin2", "hill", "*0.000 [0.000, 0.000]");
        assertThat(Files.readAllLines(folder.resolve(title + ".csv")))
                .hasSize(1 + 2 * 2 * 3)
                .startsWith("function,search,seed,score,regret")
                .contains("hill,grid,2,0.0,0.0");
        assertThat(Files.readString(folder.resolve(title + ".json")))
                .startsWith("[{\"function\": \"branin2\", \"search\": ")
                .contains("\"function\": \"hill\", \"search\": \"grid\", \"median\": 0.0, \"q25\": 0.0, \"q75\": 0.0, "
                        + "\"scores\": [0.0, 0.0, 0.0]}");
    }

    @Test
    void aMethodIsATestWithItsOwnComparison() throws IOException {
        Events tests = execute(OfAMethod.class);

        assertThat(tests.failed().list()).isEmpty();
        assertThat(tests.succeeded().count()).isEqualTo(2);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains(OfAMethod.class.getName().replace('$', '.') + ".isATestByItself.txt");
        }
    }

    @Test
    void seedsMayBeSetForAll() throws IOException {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OfAMethod.class))
                .configurationParameter(SearchBenchmark.FOLDER, folder.toString())
                .configurationParameter(SearchBenchmark.SEEDS, "5")
                .execute();
        String title = OfAMethod.class.getName().replace('$', '.') + ".isATestByItself";

        assertThat(Files.readAllLines(folder.resolve(title + ".csv"))).hasSize(1 + 5);
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(failures(WithoutCompetitors.class))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .contains("@Competitor methods are []", "add a static one that returns a SearchAlgorithm"));
        assertThat(failures(OfMistakes.class))
                .hasSize(3)
                .anyMatch(message -> message.contains("no test function 'branin3'"))
                .anyMatch(message -> message.contains("asks for a String"))
                .anyMatch(message -> message.contains("searches [nobody]"));
    }

    private static List<String> failures(Class<?> subject) {
        return execute(subject).failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> String.valueOf(result.getThrowable().orElseThrow()))
                .toList();
    }

    @Test
    void benchmarksAndNoOtherTestsHaveTheTag() {
        List<String> tagged = execute(OfAMethod.class).finished().stream()
                .map(event -> event.getTestDescriptor())
                .filter(test -> test.getTags().contains(TestTag.create(SearchBenchmark.TAG)))
                .map(test -> test.getDisplayName())
                .toList();

        assertThat(tagged).containsExactly("isATestByItself(Comparison)");
    }

    private static Events execute(Class<?> subject) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(subject))
                .configurationParameter(SearchBenchmark.FOLDER, folder.toString())
                .execute()
                .testEvents();
    }
}
