package org.jerboa.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.junit.BenchmarkAssertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class StudyRunTest {

    private static final AtomicInteger RUNS = new AtomicInteger();

    @TempDir
    static Path folder;

    @StudyRun("blobs")
    static class OfAClass {

        static Study<PlainMlp> blobs() {
            RUNS.incrementAndGet();
            Blobs blobs = new Blobs(4, 2, 3);
            return Study.of(
                            SearchSpace.of(Parameter.real("learningRate").log(1e-2, 1e-1)),
                            PlainMlpHandler.of(blobs.schema()))
                    .data(blobs.dataset(2, 120, 60))
                    .search(RandomSearch.trials(3).epochs(2))
                    .maximize("accuracy")
                    .on(watched(MopExecutor.threads(2)));
        }

        @Test
        void holds(StudyResult<PlainMlp> result) {
            assertThat(result)
                    .isCompleted()
                    .hasTrials(3)
                    .hasNoBrokenTrials()
                    .hasBestAtLeast("accuracy", 0.5)
                    .hasBestAtMost("loss", 1)
                    .hasEpochsAtMost(6)
                    .hasTrainingShareAtLeast(0);
        }

        @Test
        void doesNotHold(StudyResult<PlainMlp> result) {
            assertThatThrownBy(() -> assertThat(result).hasBestAtLeast("accuracy", 1.1))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("accuracy of at least 1.1 but it reached")
                    .hasMessageContaining("COMPLETED: 3 trials");
            assertThatThrownBy(() -> assertThat(result).hasTrials(4)).hasMessageContaining("it has 3");
            assertThatThrownBy(() -> assertThat(result).hasEpochsAtMost(5)).hasMessageContaining("it trained 6");
        }
    }

    static class OfAMethod extends OfAClass {

        static String noStudy() {
            return "none";
        }

        @StudyRun("noStudy")
        void cannotBe(StudyResult<PlainMlp> result) {}
    }

    @Test
    void aStudyRunsOnceForAllTestsOfItsClass() throws Exception {
        RUNS.set(0);
        Events tests = execute(OfAClass.class);

        Assertions.assertThat(tests.failed().list()).isEmpty();
        Assertions.assertThat(tests.succeeded().count()).isEqualTo(2);
        Assertions.assertThat(RUNS).hasValue(1);
        String title = OfAClass.class.getName().replace('$', '.');
        Assertions.assertThat(Files.readString(folder.resolve(title + ".txt")))
                .contains("learningRate=", "COMPLETED: 3 trials, 12 units");
        Assertions.assertThat(Files.readAllLines(folder.resolve(title + ".csv")))
                .startsWith("trial,epoch,metric,value")
                .anyMatch(line -> line.startsWith("2,1,accuracy,"));
    }

    /** The method's own annotation goes before that of the class, whose tests are inherited and pass. */
    @Test
    void whatIsNoStudyIsSaid() {
        Events tests = execute(OfAMethod.class);

        Assertions.assertThat(tests.succeeded().count()).isEqualTo(2);
        Assertions.assertThat(tests.failed().list()).hasSize(1);
        Assertions.assertThat(tests.failed().list().get(0).toString()).contains("must be static and return a Study");
    }

    private static Events execute(Class<?> subject) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(subject))
                .configurationParameter(SearchBenchmark.FOLDER, folder.toString())
                .execute()
                .testEvents();
    }
}
