package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.jerboa.testkit.contract.FlawedStore.Flaw;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.Events;

/** The contract of stores passes one that is right, and catches each way of being wrong. */
public class CheckpointStoreContractTest {

    private static volatile Flaw flaw = Flaw.NONE;

    /** The contract, applied to whatever flaw is set. */
    static class Subject extends CheckpointStoreContract {

        @Override
        protected CheckpointStore open(Path folder) {
            return new FlawedStore(folder, flaw);
        }

        @Override
        protected Optional<Path> file(Path folder, CheckpointId id) {
            return Optional.of(new FlawedStore(folder, flaw).file(id));
        }
    }

    @Test
    void passesASoundStore() {
        flaw = Flaw.NONE;
        Events tests = Applied.all(Subject.class);
        assertThat(tests.failed().list()).isEmpty();
        assertThat(tests.succeeded().count()).isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({
        "WRITES_IN_PLACE, aPutThatFailsLeavesNoTrace",
        "LEAVES_WHAT_FAILED, aPutThatFailsLeavesNoTrace",
        "TRUSTS_ITS_FILES, aDamagedCheckpointIsFoundOut",
        "CHECKS_THE_LENGTH_ALONE, aDamagedCheckpointIsFoundOut",
        "SHARES_ONE_BUFFER, differentTrialsArePutAtOnce",
        "LISTS_NEWEST_FIRST, versionsAreListedInOrderTrialByTrial",
        "LISTS_OTHER_TRIALS, versionsAreListedInOrderTrialByTrial",
        "DELETES_THE_TRIAL, aDeletedCheckpointIsGoneAndOthersStay",
        "MISSING_IS_DAMAGED, aMissingCheckpointIsSaidToBeMissing",
        "COUNTS_THE_FRAME, whatWasPutIsRead",
        "FORGETS_ON_CLOSE, checkpointsAreThereWhenTheStoreIsOpenedAgain",
        "SWALLOWS_FAILURES, aPutThatFailsLeavesNoTrace"
    })
    void catches(Flaw flawed, String test) {
        flaw = flawed;
        assertThat(Applied.one(Subject.class, test).failed().count()).isPositive();
    }
}
