package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jerboa.mop.simulator.GanttChart.Bar;
import org.jerboa.mop.simulator.GanttChart.Kind;
import org.jerboa.mop.simulator.GanttChart.Lane;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyProgress;
import org.junit.jupiter.api.Test;

class GanttRecorderTest {

    private static final long SECOND = 1_000_000_000L;

    private final GanttRecorder recorder = new GanttRecorder();

    @Test
    void barsAreWhatTheWorkersReported() {
        join(0, "a", 2);
        submitted(0, 1, UnitQuery.Kind.TRAIN, 7, Split.TRAINING, "a");
        submitted(0, 2, UnitQuery.Kind.EVALUATE, 8, Split.VALIDATION, "a");
        at(4, new StudyEvent.UnitTrained(1, 7, 0, 0, 3, 1, "a", new TrainingSummary(1, 1, 0), cost(3, 1)));
        submitted(4, 3, UnitQuery.Kind.TRAIN, 9, Split.TRAINING, "a");
        at(5, new StudyEvent.UnitEvaluated(2, 8, 0, 3, 1, "a", cost(2, 0)));
        at(6, new StudyEvent.UnitFailed(3, 9, 0, "a", 1, true, "no luck"));

        assertThat(recorder.chart("t").bars())
                .containsExactly(
                        new Bar(0, 7, "trial 7, epoch 0, shard 3", 0, 1, Kind.HOP),
                        new Bar(0, 7, "trial 7, epoch 0, shard 3", 1, 4, Kind.TRAIN),
                        new Bar(1, 8, "trial 8, epoch 0, validation shard 3", 3, 5, Kind.EVALUATE),
                        new Bar(0, 9, "trial 9, epoch 0, shard 3, no luck", 4, 6, Kind.FAILED));
    }

    @Test
    void workerTakesItsUnitsWithIt() {
        join(0, "a", 1);
        join(1, "b", 1);
        submitted(1, 1, UnitQuery.Kind.TRAIN, 7, Split.TRAINING, "b");
        at(3, new StudyEvent.WorkerLeft("b", "gone"));

        assertThat(recorder.chart("t").lanes())
                .containsExactly(new Lane("a", 0, Double.POSITIVE_INFINITY), new Lane("b", 1, 3));
        assertThat(recorder.chart("t").bars())
                .containsExactly(new Bar(1, 7, "trial 7, epoch 0, shard 3, worker left", 1, 3, Kind.FAILED));
    }

    @Test
    void reportOfASessionBeforeIsNoBar() {
        join(0, "a", 1);
        at(4, new StudyEvent.UnitTrained(1, 7, 0, 0, 3, 1, "a", new TrainingSummary(1, 1, 0), cost(3, 1)));

        assertThat(recorder.chart("t").bars()).isEmpty();
    }

    private void join(int second, String name, int slots) {
        at(second, new StudyEvent.WorkerJoined(new WorkerInfo(name, slots, Map.of(Split.TRAINING, Set.of(3)))));
    }

    private void submitted(int second, long ticket, UnitQuery.Kind kind, int trial, Split split, String worker) {
        at(second, new StudyEvent.UnitSubmitted(ticket, kind, trial, 0, 0, split, 3, 0, worker));
    }

    private static UnitCost cost(int toolSeconds, int overheadSeconds) {
        return new UnitCost(toolSeconds * SECOND, overheadSeconds * SECOND, true, 0, 0);
    }

    private void at(int second, StudyEvent event) {
        Duration elapsed = Duration.ofSeconds(second);
        recorder.on(
                event,
                new StudyProgress(
                        0, 0, 0, 0, 0, OptionalLong.empty(), elapsed, Optional.empty(), Optional.empty(), Double.NaN));
    }
}
