package org.jerboa.benchmarks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.jerboa.benchmarks.schedule.Epoch.Costs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleBenchmarkTest {

    private static final SchedulePlan SMALLEST = new SchedulePlan(2, 1, 2, 1);

    private static Map<String, Double> figures;

    @BeforeAll
    static void run(@TempDir Path folder) throws Exception {
        figures = SmokeRun.figures(new ScheduleBenchmark(SMALLEST, SMALLEST), folder);
    }

    @Test
    void reportsEveryWayInEveryRow() {
        // Figure 5 and three rows of equal, four of mixed and four of uniform costs; studies of three and four; two
        // figures
        // of tiny epochs, six of times.
        assertThat(figures).hasSize(12 * Row.WAYS.size() + 7 * StudyRow.WAYS.size() + 2 + 6);
        assertThat(figures.get("figure5.portfolio")).isZero();
        assertThat(figures.get("equal.16x16.portfolio")).isZero();
        assertThat(figures.get("tiny.longerThanOptimal")).isZero();
        // the bound of a study is of expected times, which noise may undercut by a little
        assertThat(figures.values()).allMatch(value -> value >= -1);
        assertThat(figures.get("study.mixed.8x4.portfolio")).isLessThan(figures.get("study.mixed.8x4.randomised"));
    }

    /** Costs of 1 to 4: as many multisets of one trial as there are costs, and of two (4 + 1) * 4 / 2; each on 1 to 3 workers. */
    @Test
    void triesAllTinyEpochs() {
        assertThat(figures.get("tiny.epochs")).isEqualTo((4 + 10) * 3);
    }

    /** Windows of three neighbours in 2, 1, 1, 1, 2: most of each are 2, 1, 2, 2, 2. */
    @Test
    void ringWithBarriersWaitsForTheSlowest() {
        assertThat(Epoch.figure5().barrierRing()).isEqualTo(9);
        assertThat(Epoch.draw(3, 5, Costs.EQUAL, 0).barrierRing()).isCloseTo(5e9, within(1e-3));
    }

    /** Two equal trials swap workers; three trials of 2, 1, 1 fill two workers for 4; two of 2 take 6 on three workers, whatever fits beside them. */
    @Test
    void everyScheduleFindsTheShortest() {
        assertThat(EverySchedule.makespan(new int[] {3, 3}, 2)).isEqualTo(6);
        assertThat(EverySchedule.makespan(new int[] {2, 1, 1}, 2)).isEqualTo(4);
        assertThat(EverySchedule.makespan(new int[] {2, 2, 1, 1}, 3)).isEqualTo(6);
    }
}
