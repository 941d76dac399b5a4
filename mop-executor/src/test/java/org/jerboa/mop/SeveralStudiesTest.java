package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.fault.LiveModels;
import org.jerboa.testkit.fault.TrackedHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Studies on one executor share its threads and nothing else. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeveralStudiesTest {

    /** Waits, as one that another test's study gave up ends when it comes to it. */
    private static void noWorkerIsLeft() {
        await().atMost(Duration.ofMinutes(5))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("jerboa-worker")));
    }

    @Test
    void resultsAreThoseOfEachStudyAlone() throws Exception {
        StudyResult<PlainMlp> alone = Fixture.study().run();
        StudyResult<PlainMlp> otherAlone = Fixture.study().seed(6).run();
        MopExecutor executor = MopExecutor.threads(2);
        LiveModels live = new LiveModels();

        StudyHandle<PlainMlp> one = Fixture.study(new TrackedHandler<>(Fixture.HANDLER, live))
                .on(watched(executor))
                .start();
        StudyHandle<PlainMlp> other =
                Fixture.study().seed(6).on(watched(executor.share(2))).start();
        StudyResult<PlainMlp> result = one.await();
        StudyResult<PlainMlp> otherResult = other.await();

        assertThat(live.count()).as("models left open").isZero();
        noWorkerIsLeft();
        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(alone));
        assertThat(Fixture.essence(otherResult)).isEqualTo(Fixture.essence(otherAlone));
    }

    @Test
    void aStudyThatFailsLeavesTheOtherUntouched() throws Exception {
        StudyResult<PlainMlp> alone = Fixture.study().run();
        MopExecutor executor = MopExecutor.threads(2);

        StudyHandle<PlainMlp> failing = Fixture.study(new FaultyHandler<>(Fixture.HANDLER, Fault.on(Fault.Call.CREATE)))
                .on(watched(executor))
                .start();
        StudyHandle<PlainMlp> stopped = Fixture.study().on(watched(executor)).start();
        StudyHandle<PlainMlp> sound = Fixture.study().on(watched(executor)).start();
        stopped.stop();

        assertThat(Fixture.essence(sound.await())).isEqualTo(Fixture.essence(alone));
        stopped.await();
        failing.await();
        noWorkerIsLeft();
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatThrownBy(() -> MopExecutor.threads(1).share(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share (0.0)");
    }
}
