package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.Test;

class ResultMemoryTest {

    /** @param data what the study learned from, if somebody still holds it */
    private record Ended(StudyResult<PlainMlp> result, WeakReference<Dataset> data) {}

    private static Ended study(StudyExecutor threads) {
        Dataset data = Fixture.BLOBS.dataset(2, 40, 20);
        StudyResult<PlainMlp> result = Study.of(Fixture.SPACE, Fixture.HANDLER)
                .data(data)
                .search(RandomSearch.trials(2).epochs(1))
                .maximize("accuracy")
                .on(threads)
                .run();
        return new Ended(result, new WeakReference<>(data));
    }

    /** A transfer learns from one layer after another, and keeps all results: the layers must not stay with them. */
    @Test
    void neitherResultNorExecutorHoldsTheData() {
        StudyExecutor threads = watched(MopExecutor.threads(2));
        Ended ended = study(threads);

        // threads of the study may end a little later than it does
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    System.gc();
                    return ended.data().refersTo(null);
                });

        assertThat(ended.result().best().model()).isNotNull();
        assertThat(study(threads).result().ranking()).hasSize(2);
    }
}
