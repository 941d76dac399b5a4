package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyProgress;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a study's handle answers, whoever asks and whenever. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StudyHandleTest {

    @Test
    void aListenerMayAskItsStudy() throws Exception {
        CompletableFuture<StudyHandle<PlainMlp>> handle = new CompletableFuture<>();
        List<Integer> finished = new ArrayList<>();
        Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();
        handle.complete(Fixture.study()
                .listener((event, progress) -> {
                    StudyHandle<PlainMlp> study = handle.join();
                    if (event instanceof StudyEvent.EpochFinished epoch) {
                        finished.add(study.trials().get(epoch.trial()).epochs().size());
                        assertThat(study.progress().epochs()).isEqualTo(progress.epochs());
                    }
                    if (event instanceof StudyEvent.WorkerJoined) {
                        try {
                            study.await();
                        } catch (IllegalStateException | InterruptedException e) {
                            refusals.add(e);
                        }
                    }
                })
                .start());

        StudyResult<PlainMlp> result = handle.join().await();

        assertThat(finished).hasSize(8 * Fixture.EPOCHS).endsWith(Fixture.EPOCHS);
        assertThat(refusals).hasSize(2).allMatch(e -> e instanceof IllegalStateException);
        assertThat(result.ranking()).hasSize(8);
    }

    @Test
    void aTrialDeletedAfterAnEpochHasNoModelAndSaysSo() throws Exception {
        CompletableFuture<StudyHandle<PlainMlp>> handle = new CompletableFuture<>();
        CompletableFuture<Integer> deleted = new CompletableFuture<>();
        handle.complete(Fixture.study()
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.EpochFinished epoch && deleted.complete(epoch.trial())) {
                        handle.join().steer(new Command.DeleteTrial(epoch.trial()));
                    }
                })
                .start());

        StudyResult<PlainMlp> result = handle.join().await();

        assertThatThrownBy(() -> result.model(deleted.join()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("trial " + deleted.join() + " was deleted, and its checkpoints with it");
        assertThat(Fixture.essence(result)).hasSize(8 + 1);
    }

    @Test
    void answersBeforeDuringAndAfterTheStudy() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        StudyHandle<PlainMlp> handle = Fixture.study()
                .listener((event, progress) -> awaitUninterrupted(mayGoOn))
                .start();
        CompletableFuture<StudyProgress> during = CompletableFuture.supplyAsync(handle::progress);
        mayGoOn.countDown();

        assertThat(during.join().trials()).isLessThanOrEqualTo(8);
        StudyResult<PlainMlp> result = handle.await();
        assertThat(handle.isDone()).isTrue();
        assertThat(handle.progress().epochs()).isEqualTo(8 * Fixture.EPOCHS);
        assertThat(handle.trials()).containsExactlyInAnyOrderElementsOf(result.ranking());
        handle.stop();
        assertThatThrownBy(() -> handle.steer(new Command.StopTrial(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the search has ended");
        assertThat(handle.trials()).extracting(Trial::id).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A search that miscounts harms the display, not the study. */
    @Test
    void aPlanThatCannotBeToldIsNone() throws Exception {
        StudyHandle<PlainMlp> handle = Fixture.study()
                .search(new Miscounting())
                .listener((event, progress) ->
                        assertThat(progress.plannedEpochs()).isEmpty())
                .start();

        assertThat(handle.progress().plannedEpochs()).isEmpty();
        StudyResult<PlainMlp> result = handle.await();
        assertThat(result.ranking()).hasSize(1);
        assertThat(handle.progress().remaining()).isEmpty();
    }

    private record Miscounting() implements SearchAlgorithm {

        private static final Configuration CONFIGURATION = Fixture.SPACE.configuration(
                Map.of("learningRate", 0.05, "dropout", 0.1, "hidden", 5, "batchSize", 8, "activation", "tanh"));

        @Override
        public Searcher start(SearchProblem problem) {
            return new Searcher() {
                @Override
                public List<Decision> ask(Ask ask) {
                    return ask.nextTrial() == 0 ? List.of(new Decision.Start(CONFIGURATION)) : List.of();
                }

                @Override
                public void tell(TrialEvent event) {}

                @Override
                public OptionalLong plannedEpochs() {
                    throw new ArithmeticException("miscounted");
                }
            };
        }

        @Override
        public String describe() {
            return "miscounting";
        }
    }

    @Test
    void aSearchThatThrowsEndsItsStudyWithTheCause() {
        SearchAlgorithm throwing = new SearchAlgorithm() {
            private static final long serialVersionUID = 1L;

            @Override
            public Searcher start(SearchProblem problem) {
                return new Searcher() {
                    @Override
                    public List<Decision> ask(Ask ask) {
                        throw new IllegalStateException("a bug in the search");
                    }

                    @Override
                    public void tell(TrialEvent event) {}
                };
            }

            @Override
            public String describe() {
                return "throwing";
            }
        };

        assertThatThrownBy(() -> Fixture.study().search(throwing).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("a bug in the search");
    }
}
