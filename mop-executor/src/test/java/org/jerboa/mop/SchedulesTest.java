package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jerboa.mop.schedule.Scheduling;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Live studies by every scheduling, with both orders of shards. */
class SchedulesTest {

    @TempDir
    Path folder;

    static Stream<Arguments> schedules() {
        return Stream.of(Scheduling.values())
                .flatMap(scheduling -> Stream.of(ShardOrder.values()).map(order -> Arguments.of(scheduling, order)));
    }

    private Study<PlainMlp> study(Scheduling scheduling, ShardOrder order, int workers) {
        return Fixture.study()
                .on(watched(MopExecutor.threads(workers).scheduling(scheduling).shardOrder(order)))
                .folder(folder);
    }

    @ParameterizedTest
    @EnumSource(Scheduling.class)
    void seededResultsAreTheSameByEveryScheduling(Scheduling scheduling) throws Exception {
        StudyResult<PlainMlp> reference = Fixture.study().run();

        StudyResult<PlainMlp> result = study(scheduling, ShardOrder.SEEDED, 3).run();

        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(reference));
    }

    /** What the first session did comes out of the resumed study and of the replay as the journal has it. */
    @ParameterizedTest
    @MethodSource("schedules")
    void aStudyThatWasStoppedAndResumedReplaysToTheSameBits(Scheduling scheduling, ShardOrder order) throws Exception {
        List<StudyEvent.UnitTrained> units = new ArrayList<>();
        CompletableFuture<StudyHandle<PlainMlp>> running = new CompletableFuture<>();
        running.complete(study(scheduling, order, 3)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.UnitTrained unit) {
                        units.add(unit);
                        if (progress.units() == 40) {
                            running.join().stop();
                        }
                    }
                })
                .start());
        assertThat(running.join().await().status()).isEqualTo(StudyStatus.STOPPED);

        StudyResult<PlainMlp> resumed = study(scheduling, order, 2)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.UnitTrained unit) {
                        units.add(unit);
                    }
                })
                .resume();

        assertThat(resumed.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(units)
                .as("a unit that was run again went where it had gone before, and came out alike")
                .allSatisfy(unit -> assertThat(units.stream()
                                .filter(other -> other.trial() == unit.trial() && other.version() == unit.version())
                                .map(other -> other.shard() + " " + other.training()))
                        .allMatch(other -> other.equals(unit.shard() + " " + unit.training())));
        for (Trial trial : resumed.ranking()) {
            Replay<PlainMlp> replay = Fixture.study().replay(folder, trial.id());
            assertThat(replay.differences()).isEmpty();
            assertThat(replay.epochs())
                    .extracting(EpochResult::metrics)
                    .isEqualTo(trial.epochs().subList(0, replay.epochs().size()).stream()
                            .map(EpochResult::metrics)
                            .toList());
            assertThat(Fixture.bits(replay.model())).isEqualTo(Fixture.bits(resumed.model(trial.id())));
        }
    }

    @Test
    void aStudyIsNotResumedWithAnotherOrderOfShards() {
        study(Scheduling.PORTFOLIO, ShardOrder.SCHEDULED, 2).run();

        assertThatThrownBy(
                        () -> study(Scheduling.PORTFOLIO, ShardOrder.SEEDED, 2).resume())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("executor's shardOrder is SEEDED, it was SCHEDULED")
                .hasMessageContaining("Resume it as it was");
    }

    /** Nothing but time depends on it. */
    @Test
    void aStudyMayBeResumedWithAnotherScheduling() throws Exception {
        study(Scheduling.RANDOMISED, ShardOrder.SEEDED, 2).run();

        StudyResult<PlainMlp> resumed =
                study(Scheduling.CYCLIC, ShardOrder.SEEDED, 2).resume();

        assertThat(Fixture.essence(resumed))
                .isEqualTo(Fixture.essence(Fixture.study().run()));
    }
}
