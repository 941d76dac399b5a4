package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.jerboa.testkit.contract.FlawedHalving.Flaw;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.Events;

/** The contract of searchers passes one that is right, and catches each way of being wrong. */
public class SearcherContractTest {

    private static volatile Flaw flaw = Flaw.NONE;

    /** The contract, applied to whatever flaw is set. */
    static class Subject extends SearcherContract {

        @Override
        protected SearchAlgorithm algorithm() {
            return new FlawedHalving(flaw);
        }

        @Override
        protected int longestTrial() {
            return 3;
        }

        @Override
        protected int eventLimit() {
            return 3_000;
        }
    }

    @Test
    void passesASoundSearcher() {
        flaw = Flaw.NONE;
        Events tests = Applied.all(Subject.class);
        assertThat(tests.failed().list()).isEmpty();
        assertThat(tests.succeeded().count()).isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({
        "STEPS_OUT_OF_THE_SPACE, keepsToTheProtocolAndTheSpaceUntilTheStudyEnds",
        "SHARES_A_RANDOM_STREAM, sameCallsGetSameAnswers",
        "DEPENDS_ON_THE_JVM, sameCallsGetSameAnswersInAFreshJvm",
        "IGNORES_THE_SEED, anotherSeedGivesOtherTrialsIfAndOnlyIfTheSeedMatters",
        "WAITS_FOR_THE_FAILED, unluckyTrialsDoNotStallTheSearch",
        "TRAINS_THE_FINISHED, keepsToTheProtocolAndTheSpaceUntilTheStudyEnds",
        "TRAINS_THE_FAILED, aStudyEndsThoughAllTrialsAreUnlucky",
        "TRAINS_THE_UNKNOWN, keepsToTheProtocolAndTheSpaceUntilTheStudyEnds",
        "TRAINS_TWICE, keepsToTheProtocolAndTheSpaceUntilTheStudyEnds",
        "IGNORES_THE_DIRECTION, maximisingTheNegativeIsMinimising",
        "IGNORES_THE_ADDED, addedTrialsAreTrainedAsDeepAsTheBest",
        "COUNTS_TRIALS_ITSELF, keepsToTheProtocolAndTheSpaceUntilTheStudyEnds",
        "NEVER_ENDS, keepsToTheProtocolAndTheSpaceUntilTheStudyEnds",
        "DEPENDS_ON_THE_THREAD, reportsMayComeFromManyThreadsOneAtATime",
        "CLONES_THE_UNTRAINED, keepsToTheProtocolAndTheSpaceUntilTheStudyEnds",
        "DESCRIBES_ITS_ADDRESS, describesItselfInOneLine",
        "KEEPS_THE_QUESTIONS, tenThousandQuestionsAboutNothingNewLeaveNothing",
        "COPIES_ITS_TRIALS_FOR_EACH, tenThousandQuestionsLeaveNoMoreThanTheirTrials"
    })
    void catches(Flaw flawed, String test) {
        flaw = flawed;
        assertThat(Applied.one(Subject.class, test).failed().count()).isPositive();
    }
}
