package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jerboa.testkit.contract.FlawedPool.Flaw;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.WorkerPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.Events;

/** The contract of pools passes one that is right, and catches each way of being wrong. */
public class WorkerPoolContractTest {

    private static volatile Flaw flaw = Flaw.NONE;

    /** The contract, applied to whatever flaw is set. */
    static class Subject extends WorkerPoolContract {

        @Override
        protected WorkerPool pool(ModelHandler<PlainMlp> handler, Dataset data, int workers, boolean keepsModels) {
            return new FlawedPool(handler, data, workers, flaw);
        }

        @Override
        protected Duration ending() {
            return flaw == Flaw.LEAKS_A_THREAD ? Duration.ofMillis(100) : super.ending();
        }
    }

    @Test
    void passesASoundPool() {
        flaw = Flaw.NONE;
        Events tests = Applied.all(Subject.class);
        assertThat(tests.failed().list()).isEmpty();
        assertThat(tests.succeeded().count()).isGreaterThan(16);
    }

    @ParameterizedTest
    @CsvSource({
        "REPORTS_TWICE, modelsAreTrainedAsByHand",
        "TRAINS_ON_AFTER_FAILURE, aFailedUnitIsReportedWithItsCauseAndLeavesNoTrace",
        "DIES_OF_ERRORS, aFailedUnitIsReportedWithItsCauseAndLeavesNoTrace",
        "COMMITS_BEFORE_REPORT, modelsAreTrainedAsByHand",
        "RUNS_MORE_THAN_IT_HAS_SLOTS_FOR, aSlotRunsOneUnitAtATime",
        "LEAKS_MODELS, modelsAreTrainedAsByHand",
        "LEAKS_A_THREAD, anUnknownWorkerIsRefused",
        "IGNORES_THE_ORIGIN, aCloneStartsFromItsParentsCheckpoint",
        "IGNORES_VERSIONS, aVersionThatIsNeitherLiveNorStoredIsReportedMissing",
        "IGNORES_UNIT_SEEDS, modelsAreTrainedAsByHand",
        "TRAINS_WHAT_IT_EVALUATES, modelsAreEvaluatedAsByHandAndStayAsTheyWere",
        "TRAINS_ANOTHER_SHARD, modelsAreTrainedAsByHand",
        "KEEPS_A_FAILED_COMMIT_TO_ITSELF, aCheckpointThatCannotBeWrittenIsToldAfterTheReport",
        "HIDES_A_SHARD, workersAreAnnouncedWithTheShardsTheyHold",
        "REPORTS_AFTER_CLOSE, anUnknownWorkerIsRefused",
        "FORGETS_TO_ANSWER_THE_CANCELLED_AS_SUCH, aCancelledUnitIsAnsweredAndLeavesNoTrace",
        "REUSES_THE_NAME_OF_THE_ABANDONED, anAbandonedWorkerIsReplacedAndDoesNoHarm",
        "KEEPS_WHAT_THE_ABANDONED_TRAINED, anAbandonedWorkerIsReplacedAndDoesNoHarm",
        "REPORTS_FOR_THE_ABANDONED, anAbandonedWorkerIsReplacedAndDoesNoHarm"
    })
    void catches(Flaw flawed, String test) {
        flaw = flawed;
        assertThat(Applied.one(Subject.class, test).failed().count()).isPositive();
    }
}
