package org.jerboa.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.junit.BenchmarkAssertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class StudyRunTest {

    private static final AtomicInteger RUNS = new AtomicInteger();

    private static final Blobs BLOBS = new Blobs(4, 2, 3);

    @TempDir
    static Path folder;

    private static Study<PlainMlp> study(ModelHandler<PlainMlp> handler) {
        return Study.of(SearchSpace.of(Parameter.real("learningRate").log(1e-2, 1e-1)), handler)
                .data(BLOBS.dataset(2, 120, 60))
                .search(RandomSearch.trials(3).epochs(2))
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(2)));
    }

    @StudyRun("blobs")
    static class OfAClass {

        static Study<PlainMlp> blobs() {
            RUNS.incrementAndGet();
            return study(PlainMlpHandler.of(BLOBS.schema()));
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
            assertThatThrownBy(() -> assertThat(result).hasBestAtMost("loss", 0))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("loss of at most 0.0 but it reached");
            assertThatThrownBy(() -> assertThat(result).hasTrials(4)).hasMessageContaining("it has 3");
            assertThatThrownBy(() -> assertThat(result).hasEpochsAtMost(5)).hasMessageContaining("it trained 6");
            assertThatThrownBy(() -> assertThat(result).hasTrainingShareAtLeast(1.01))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("share of at least 1.01 on training but it spent");
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

    @Test
    void brokenTrialsAreNoticed() throws InterruptedException {
        ModelHandler<PlainMlp> handler = new FaultyHandler<>(
                PlainMlpHandler.of(BLOBS.schema()), Fault.on(Fault.Call.TRAIN).trial(1));

        StudyResult<PlainMlp> result = study(handler).run();

        assertThat(result).isCompleted().hasTrials(3);
        assertThatThrownBy(() -> assertThat(result).hasNoBrokenTrials())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("have no broken trial but it has [1]");
    }

    /** A listener's command is carried out with the event; after the first epoch of two, no trial has ended. */
    @Test
    void aStudyThatWasStoppedIsNotCompleted() throws InterruptedException {
        CompletableFuture<StudyHandle<PlainMlp>> handle = new CompletableFuture<>();
        handle.complete(study(PlainMlpHandler.of(BLOBS.schema()))
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.EpochFinished) {
                        handle.join().steer(new Command.StopStudy());
                    }
                })
                .start());

        StudyResult<PlainMlp> result = handle.join().await();

        assertThat(result).hasNoBrokenTrials();
        assertThatThrownBy(() -> assertThat(result).isCompleted())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("be completed but it is STOPPED");
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
