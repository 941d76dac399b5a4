package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.study.StudyEvent;
import org.junit.jupiter.api.Test;

/** Commits that are under way while other things happen, as they are on a grid. */
class CommitTest {

    private static final Supplier<Searcher> ONE = ScriptedSearcher.epochs(1, 1);
    private static final CheckpointId END = new CheckpointId(0, 4);

    /** Brings the only trial to the end of its epoch, with the commit under way; its validation is the last event. */
    private static void validatedButNotStored(CoordinatorHarness harness) {
        harness.end(0);
        harness.end(0);
        harness.end(0);
        harness.report(harness.unitOf(0));
        harness.end(0);
        harness.end(0);
    }

    @Test
    void theStudyWaitsForACommit() {
        CoordinatorHarness harness = new CoordinatorHarness(ONE).join("a");
        validatedButNotStored(harness);
        assertThat(harness.coordinator.hasEnded()).isFalse();
        assertThat(harness.running()).isEmpty();

        harness.commit(END);
        harness.run();

        assertThat(harness.coordinator.tested()).isPresent();
    }

    @Test
    void aCommitThatDiedWithItsWorkerIsNotWaitedFor() {
        CoordinatorHarness harness = new CoordinatorHarness(ONE).join("a", "b");
        validatedButNotStored(harness);

        harness.leave("a");
        harness.run();

        assertThat(harness.store).containsKey(END);
        assertThat(harness.events(StudyEvent.CheckpointFailed.class)).hasSize(1);
        assertThat(harness.essence())
                .isEqualTo(new CoordinatorHarness(ONE).join("a").run().essence());
    }

    @Test
    void aRepeatedOrUnexpectedCommitDoesNotHideOneThatIsUnderWay() {
        CoordinatorHarness harness = new CoordinatorHarness(ONE).join("a");
        harness.coordinator.committed(new CheckpointId(0, 0), 8);
        validatedButNotStored(harness);

        assertThat(harness.coordinator.hasEnded()).isFalse();
        assertThat(harness.running())
                .as("nothing is made again while it is stored")
                .isEmpty();
        harness.commit(END);
        assertThat(harness.run().coordinator.tested()).isPresent();
    }
}
