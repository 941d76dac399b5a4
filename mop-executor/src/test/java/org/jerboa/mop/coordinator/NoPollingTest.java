package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody looks now and then whether there is work: what an event makes possible has begun when its handling returns. */
class NoPollingTest {

    private static final int SLOTS = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noSlotIsFreeAfterAnEventWhileATrialHasWorkForIt(long seed) {
        RandomGenerator timing = RandomStreams.stream(seed, "timing");
        CoordinatorHarness harness = new CoordinatorHarness(ScriptedSearcher.epochs(7, 3))
                .throwing(query -> timing.nextInt(12) == 0)
                .unreadable(query -> timing.nextInt(20) == 0)
                .join("a")
                .join("b", 2);
        assertBusy(harness, seed);

        while (!harness.coordinator.hasEnded()) {
            List<CoordinatorHarness.Running> running = harness.running();
            harness.end(running.get(timing.nextInt(running.size())).query());
            assertBusy(harness, seed);
        }

        assertThat(harness.coordinator.trials()).extracting(Trial::status).contains(TrialStatus.COMPLETED);
    }

    /** The first trial that is offered to the idle worker is not the one that goes first, and both find a slot there. */
    @Test
    void allSlotsOfAWorkerAreFilledAtOnce() {
        CoordinatorHarness harness = new CoordinatorHarness(ScriptedSearcher.epochs(2, 2))
                .join("a", 2)
                .join("b", 2);
        harness.end(0);
        harness.end(1);
        assertThat(harness.running())
                .as("both on a")
                .allMatch(unit -> unit.worker().equals("a"));

        harness.leave("a");

        assertThat(harness.running()).as("both on b").hasSize(2);
    }

    /** Every worker holds every shard, so a trial in an epoch always has a unit for a free slot. */
    private static void assertBusy(CoordinatorHarness harness, long seed) {
        Set<Integer> inUnits =
                harness.running().stream().map(unit -> unit.query().trial()).collect(Collectors.toSet());
        long waiting = harness.coordinator.trials().stream()
                .filter(trial -> trial.status() == TrialStatus.RUNNING && !inUnits.contains(trial.id()))
                .count();
        assertThat(harness.running().size() == SLOTS || waiting == 0)
                .as(
                        "%d of %d slots busy while %d trials wait for one, after %d events, seed %d",
                        harness.running().size(), SLOTS, waiting, harness.journal.size(), seed)
                .isTrue();
    }
}
