package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.deeplearning4j.arbiter.saver.local.FileModelSaver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users bring along may throw, or never return: the search ends all the same, and says what happened. */
@Timeout(600)
class FaultyUserCodeTest {

    /** In ND4J an iterator that throws while it is read ahead leaves the training waiting for ever. */
    @ParameterizedTest(name = "{0} iterator, {1}, {2} at once")
    @CsvSource({
        "train, error, 1", "train, error, 2", "train, exception, 1", "train, exception, 2",
        "test, error, 1", "test, error, 2", "test, exception, 1", "test, exception, 2"
    })
    void throwingIteratorFailsItsCandidates(String split, String what, int threads) {
        var runner = new JerboaOptimizationRunner(
                threads, Searches.networks(Points.throwing(split, what), 3).build());
        Recorder recorder = new Recorder();
        runner.addListeners(recorder);
        runner.execute();
        assertThat(runner.numCandidatesFailed()).isEqualTo(3);
        assertThat(runner.numCandidatesCompleted()).isZero();
        assertThat(runner.numCandidatesQueued()).isZero();
        assertThat(runner.bestScore()).isNull();
        assertThat(runner.bestScoreCandidateIndex()).isEqualTo(-1);
        assertThat(runner.getResults()).isEmpty();
        assertThat(Searches.info(runner, 2).getExceptionStackTrace())
                .contains(what.equals("error") ? "InternalError: made up" : "the file is broken");
        assertThat(recorder.events())
                .contains("0 Failed null with result", "1 Failed null with result", "2 Failed null with result");
    }

    @ParameterizedTest(name = "{0} iterator, {1}")
    @CsvSource({"train, error", "train, exception", "test, error", "test, exception"})
    void throwingIteratorFailsGraphs(String split, String what) {
        var generator = new RandomSearchGenerator(Spaces.graph());
        var runner = new JerboaOptimizationRunner(Searches.base(generator, new MaxCandidatesCondition(2))
                .dataSource(Points.class, Points.throwing(split, what))
                .build());
        runner.execute();
        assertThat(runner.numCandidatesFailed()).isEqualTo(2);
        assertThat(Searches.info(runner, 1).getExceptionStackTrace())
                .contains(what.equals("error") ? "InternalError: made up" : "the file is broken");
    }

    @Test
    void throwingListenerIsLeftToItself() {
        var runner = new JerboaOptimizationRunner(Searches.networks(null, 2).build());
        Recorder recorder = new Recorder();
        runner.addListeners(new Thrower(), recorder);
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(2);
        assertThat(runner.getResults()).hasSize(2);
        assertThat(recorder.events())
                .startsWith("initialization")
                .contains("0 iteration 1", "runner 2 2 0 " + runner.bestScoreCandidateIndex())
                .endsWith("shutdown");
    }

    private static final class Thrower extends BaseStatusListener {
        @Override
        public void onInitialization(IOptimizationRunner runner) {
            throw new IllegalStateException("I am a faulty listener");
        }

        @Override
        public void onShutdown(IOptimizationRunner runner) {
            throw new IllegalStateException("I am a faulty listener");
        }

        @Override
        public void onRunnerStatusChange(IOptimizationRunner runner) {
            throw new AssertionError("I am a faulty listener");
        }

        @Override
        public void onCandidateStatusChange(CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
            throw new IllegalStateException("I am a faulty listener");
        }

        @Override
        public void onCandidateIteration(CandidateInfo info, Object candidate, int iteration) {
            throw new IllegalStateException("I am a faulty listener");
        }
    }

    @Test
    void modelThatCannotBeSavedIsLostAndItsScoreIsNot(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("1"), "a file where the folder of candidate 1 should be");
        var runner = new JerboaOptimizationRunner(Searches.networks(null, 3)
                .modelSaver(new FileModelSaver(folder.toFile()))
                .build());
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(3);
        assertThat(runner.getResults()).hasSize(2);
        assertThat(Searches.info(runner, 1).getScore()).isNotNull();
        assertThat(Searches.info(runner, 1).getExceptionStackTrace())
                .startsWith("trained and scored, but not saved by FileModelSaver");
        assertThat(folder.resolve("2").resolve("model.bin")).exists();
    }

    /** The kernel's own file system takes no folders, not even from the superuser. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void readOnlyFolderLosesModelsOnly() {
        var runner = new JerboaOptimizationRunner(Searches.networks(null, 2)
                .modelSaver(new FileModelSaver("/proc/jerboa"))
                .build());
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(2);
        assertThat(runner.bestScore()).isNotNull();
        assertThat(runner.getResults()).isEmpty();
        assertThat(Searches.info(runner, 1).getExceptionStackTrace())
                .startsWith("trained and scored, but not saved by FileModelSaver(path=/proc/jerboa)");
    }

    @Test
    void fullDiskLosesModelsOnly() {
        var runner = new JerboaOptimizationRunner(
                Searches.networks(null, 2).modelSaver(new FullDisk()).build());
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(2);
        assertThat(runner.bestScore()).isNotNull();
        assertThat(runner.getResults()).isEmpty();
        assertThat(Searches.info(runner, 0).getExceptionStackTrace()).contains("No space left on device");
    }

    private static final class FullDisk extends InMemoryResultSaver {
        @Override
        public ResultReference saveModel(OptimizationResult result, Object model) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    @Test
    void candidateThatNeverReturnsIsGivenUpAndItsThreadReplaced() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicLong nanos = new AtomicLong(); // time passes in candidate 1 alone, however slow the machine is
        var tasks = new Searches.FunctionTasks((index, value) -> {
            if (index == 1) {
                nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }
            while (index == 1 && never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.interrupted(); // ignores that it is wanted no longer
                }
            }
            return value;
        });
        var runner = new JerboaOptimizationRunner(Searches.numbers(new MaxCandidatesCondition(4)), tasks);
        runner.setNanoClock(nanos::get);
        runner.setCandidateTimeout(Duration.ofMillis(300));
        Recorder recorder = new Recorder();
        runner.addListeners(recorder);
        runner.execute();
        never.countDown();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(3);
        assertThat(runner.numCandidatesFailed()).isEqualTo(1);
        assertThat(Searches.info(runner, 1).getExceptionStackTrace())
                .isEqualTo("candidate 1 ran for longer than the limit of PT0.3S");
        assertThat(recorder.events()).containsOnlyOnce("1 Failed null with result");
        assertThat(recorder.events()).endsWith("shutdown");
    }

    /** Training inside the tool does not look at interrupts. */
    @Test
    void networkThatTakesTooLongStops() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        var space = Spaces.sequentialBuilder().numEpochs(Integer.MAX_VALUE).build();
        var configuration = Searches.base(new RandomSearchGenerator(space), new MaxCandidatesCondition(1))
                .dataSource(Points.class, null)
                .build();
        var runner = new JerboaOptimizationRunner(configuration);
        runner.setCandidateTimeout(Duration.ofMillis(500));
        runner.addListeners(new BaseStatusListener() {
            @Override
            public void onShutdown(IOptimizationRunner over) {
                stopped.countDown();
            }
        });
        runner.execute();
        stopped.await();
        assertThat(runner.numCandidatesFailed()).isEqualTo(1);
        assertThat(Searches.info(runner, 0).getCandidateStatus()).isEqualTo(CandidateStatus.Failed);
    }

    @Test
    void taskThatAnswersNothingHasFailed() {
        var runner = new JerboaOptimizationRunner(
                Searches.numbers(new MaxCandidatesCondition(2)), new Searches.FunctionTasks((index, value) -> {
                    if (index == 0) {
                        throw new StackOverflowError("made up");
                    }
                    return value;
                }));
        Recorder recorder = new Recorder();
        runner.addListeners(recorder);
        runner.execute();
        assertThat(runner.numCandidatesFailed()).isEqualTo(1);
        assertThat(runner.numCandidatesCompleted()).isEqualTo(1);
        assertThat(recorder.events()).contains("0 Failed null with result");
    }

    @Test
    void generatorThatThrowsEndsTheSearchAndItsResultsStay() {
        var generator = new RandomSearchGenerator(Spaces.numbers(), Map.of()) {
            @Override
            public Candidate<?> getCandidate() {
                if (candidateCounter.get() == 2) {
                    throw new IllegalStateException("I know no third candidate");
                }
                return super.getCandidate();
            }
        };
        var runner = new JerboaOptimizationRunner(
                2, Searches.base(generator, new MaxCandidatesCondition(5)).build(), Searches.scores(value -> value));
        Recorder recorder = new Recorder();
        runner.addListeners(recorder);
        assertThatThrownBy(runner::execute).hasMessage("I know no third candidate");
        assertThat(runner.endReason().orElseThrow()).contains("I know no third candidate");
        assertThat(runner.numCandidatesCompleted()).isEqualTo(2);
        assertThat(recorder.events()).endsWith("shutdown");
    }
}
