package org.jerboa.testkit.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;

/** Studies of two training shards and one for validation and test each, told by hand. */
public class InvariantsTest {

    private static final UnitCost COST = new UnitCost(1, 0, false, 0, 0);
    private static final Configuration CONFIGURATION =
            SearchSpace.of(Parameter.real("x", 0, 1)).configuration(Map.of("x", 0.5));

    private final Invariants invariants = Invariants.over(2, 1, 1);

    @Test
    void soundStudyViolatesNothing() {
        tell(soundEpoch());
        tell(
                new StudyEvent.TrialEnded(0, TrialStatus.COMPLETED, Optional.empty()),
                new StudyEvent.SearchEnded(Optional.empty()),
                evaluate(9, 0, Split.TEST, 0, 2),
                evaluated(9, 0, 0, 2),
                new StudyEvent.Tested(0, 2, Map.of()),
                new StudyEvent.StudyEnded(StudyStatus.COMPLETED));

        assertThatCode(invariants::assertNoneViolated).doesNotThrowAnyException();
    }

    @Test
    void lossesAreMadeGoodFromWhatIsStored() {
        tell(soundEpoch());
        tell(
                new StudyEvent.CheckpointCommitted(0, 2, 8),
                train(4, 0, 2, 1, "a"),
                trained(4, 0, 2, 1, "a"),
                train(5, 0, 3, 0, "a"),
                new StudyEvent.WorkerLeft("a", "gone"),
                train(6, 0, 2, 1, "b"),
                trained(6, 0, 2, 1, "b"),
                train(7, 0, 3, 0, "b"),
                new StudyEvent.UnitFailed(7, 0, 3, "b", 1, true, "no luck"),
                train(8, 0, 2, 1, "b"),
                trained(8, 0, 2, 1, "b"));

        assertThatCode(invariants::assertNoneViolated).doesNotThrowAnyException();
    }

    @Test
    void resumedTrialMayGoBackToWhatIsStored() {
        tell(soundEpoch());
        tell(
                new StudyEvent.CheckpointCommitted(0, 2, 8),
                train(4, 0, 2, 1, "a"),
                trained(4, 0, 2, 1, "a"),
                new StudyEvent.TrialEnded(0, TrialStatus.STOPPED, Optional.of("by its user")),
                new StudyEvent.Steered(new Command.ResumeTrial(0, 1)),
                train(5, 0, 2, 1, "a"));

        assertThatCode(invariants::assertNoneViolated).doesNotThrowAnyException();
    }

    /** A clone did not find its origin, so its parent, which had ended, made it again; another went on from a later one. */
    @Test
    void whatClonesStartFromMayBeMadeAgain() {
        tell(soundEpoch());
        tell(
                new StudyEvent.CheckpointCommitted(0, 2, 8),
                clone(1, 0, 2),
                train(4, 0, 2, 1, "a"),
                trained(4, 0, 2, 1, "a"),
                train(5, 0, 3, 0, "a"),
                trained(5, 0, 3, 0, "a"),
                evaluate(12, 0, Split.VALIDATION, 0, 4),
                new StudyEvent.CheckpointCommitted(0, 4, 8),
                evaluated(12, 0, 0, 4),
                finished(0, 1, 4),
                train(6, 1, 0, 1, "a"),
                new StudyEvent.UnitFailed(6, 1, 0, "a", 0, true, "gone"),
                train(7, 0, 0, 1, "a"),
                trained(7, 0, 0, 1, "a"),
                train(8, 0, 1, 0, "a"),
                trained(8, 0, 1, 0, "a"),
                new StudyEvent.CheckpointFailed(0, 2, "no space"),
                train(9, 0, 4, 0, "a"),
                new StudyEvent.TrialEnded(0, TrialStatus.STOPPED, Optional.empty()),
                new StudyEvent.UnitFailed(9, 0, 4, "a", 1, false, "stopped"),
                train(10, 0, 0, 1, "a"),
                trained(10, 0, 0, 1, "a"));

        assertThatCode(invariants::assertNoneViolated).doesNotThrowAnyException();
    }

    /** In the middle of an epoch, of which the first unit is not known. */
    @Test
    void whatEarlierSessionsDidIsTakenToBeRight() {
        Invariants resumed = Invariants.overResumed(2, 1, 1);
        resumed.observe(begin().get(1));
        List.of(
                        train(1, 0, 5, 1, "b"),
                        new StudyEvent.UnitFailed(1, 0, 5, "b", 1, true, "no luck"),
                        train(2, 0, 3, 0, "b"),
                        trained(2, 0, 3, 0, "b"),
                        evaluate(3, 0, Split.VALIDATION, 0, 4),
                        evaluated(3, 0, 0, 4),
                        finished(0, 1, 4),
                        new StudyEvent.StudyEnded(StudyStatus.COMPLETED))
                .forEach(resumed::observe);

        assertThatCode(resumed::assertNoneViolated).doesNotThrowAnyException();
    }

    @Test
    void whatAResumedSessionDoesItselfIsWatched() {
        Invariants resumed = Invariants.overResumed(2, 1, 1);
        resumed.observe(begin().get(1));
        List.of(
                        train(1, 0, 2, 0, "b"),
                        trained(1, 0, 2, 0, "b"),
                        train(2, 0, 3, 0, "b"),
                        trained(2, 0, 3, 0, "b"),
                        evaluate(3, 0, Split.VALIDATION, 0, 4),
                        evaluated(3, 0, 0, 4),
                        finished(0, 1, 4))
                .forEach(resumed::observe);

        assertThat(resumed.violations())
                .singleElement()
                .satisfies(one -> assertThat(text(one)).contains("every training shard exactly once; it visited [0]"));
    }

    /** A trial that was added just before the process died begins in the next session, where the study may be paused. */
    @Test
    void aResumedStudyMayBePausedUntilItSaysOtherwise() {
        Invariants resumed = Invariants.overResumed(2, 1, 1);
        resumed.observe(started(1));
        begin().subList(0, 2).forEach(resumed::observe);
        resumed.observe(new StudyEvent.Steered(new Command.ResumeStudy()));
        assertThat(resumed.violations()).isEmpty();
        resumed.observe(new StudyEvent.CheckpointCommitted(0, 2, 8));

        assertThat(resumed.violations())
                .singleElement()
                .satisfies(one -> assertThat(text(one)).contains("stayed free, though trial 1 waits"));
    }

    @Test
    void showsTheEventAndThoseBeforeIt() {
        tell(soundEpoch());
        tell(train(4, 0, 2, 1, "a"), train(4, 0, 3, 0, "b"));

        assertThatThrownBy(invariants::assertNoneViolated)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("by UnitSubmitted[ticket=4, kind=TRAIN, trial=0, epoch=1, position=1")
                .hasMessageContaining("EpochFinished")
                .satisfies(first -> assertThat(first.getSuppressed()).isNotEmpty());
    }

    // --- completeness

    @Test
    void noticesAShardVisitedTwiceInAnEpoch() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"), train(2, 0, 1, 1, "a"), trained(2, 0, 1, 1, "a"));
        tell(evaluate(3, 0, Split.VALIDATION, 0, 2), evaluated(3, 0, 0, 2), finished(0, 0, 2));

        violated("completeness", "every training shard exactly once; it visited [1]");
    }

    @Test
    void noticesAnEpochThatEndsEarly() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"), finished(0, 0, 1));

        violated("completeness", "so many units as there are shards");
    }

    @Test
    void noticesAnEpochThatWasNotEvaluated() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"), train(2, 0, 1, 0, "a"), trained(2, 0, 1, 0, "a"));
        tell(finished(0, 0, 2));

        violated("completeness", "on every validation shard");
    }

    @Test
    void noticesAnEpochThatEndsTwice() {
        tell(soundEpoch());
        tell(finished(0, 0, 2));

        violated("completeness", "once each, in their order");
    }

    @Test
    void noticesUnitsThatAStudyLeavesUnderWayAndTrialsWithoutAnEnd() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), new StudyEvent.StudyEnded(StudyStatus.COMPLETED));

        violated("completeness", "when no unit is under way");
        assertThat(invariants.violations()).hasSize(2).anyMatch(one -> text(one).contains("every trial ends"));
    }

    @Test
    void noticesATestThatDidNotTakePlace() {
        tell(soundEpoch());
        tell(new StudyEvent.Tested(0, 2, Map.of()));

        violated("completeness", "every test shard");
    }

    // --- isolation

    @Test
    void noticesTwoTrainingUnitsOfATrial() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), train(2, 0, 0, 1, "b"));

        violated("isolation", "at most one training unit");
    }

    // --- exclusivity

    @Test
    void noticesMoreUnitsThanSlots() {
        tell(begin());
        tell(started(1), train(1, 0, 0, 1, "a"), train(2, 1, 0, 1, "a"));

        violated("exclusivity", "one unit at a time");
    }

    @Test
    void noticesUnitsWithoutTheirShard() {
        tell(begin());
        tell(
                new StudyEvent.WorkerChanged(new WorkerInfo("a", 1, Map.of(Split.TRAINING, Set.of(0)))),
                train(1, 0, 0, 1, "a"));

        violated("exclusivity", "where its shard is");
    }

    @Test
    void noticesUnitsOnWorkersThatLeft() {
        tell(begin());
        tell(new StudyEvent.WorkerLeft("a", "gone"), train(1, 0, 0, 1, "a"));

        violated("exclusivity", "workers that are there");
    }

    // --- atomicity

    @Test
    void noticesAReportThatCountsTwice() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"));

        violated("atomicity", "there is none with ticket 1");
    }

    @Test
    void noticesALateReportFromALostWorker() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), new StudyEvent.WorkerLeft("a", "gone"), trained(1, 0, 0, 1, "a"));

        violated("atomicity", "there is none with ticket 1");
    }

    @Test
    void noticesATicketUsedTwice() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"), train(1, 0, 1, 0, "a"));

        violated("atomicity", "a ticket of its own");
    }

    @Test
    void noticesAReportOfAnotherUnit() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), trained(1, 0, 0, 0, "a"));

        violated("atomicity", "of the unit that was submitted");
    }

    @Test
    void noticesAUnitTrainedTwiceWithoutALoss() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"), train(2, 0, 0, 1, "a"));

        violated("atomicity", "starts from what the last one made");
    }

    @Test
    void noticesAStartFromAVersionThatIsNotStored() {
        tell(soundEpoch());
        tell(train(4, 0, 2, 1, "a"), new StudyEvent.WorkerLeft("a", "gone"), train(5, 0, 1, 0, "b"));

        violated("atomicity", "starts from what the last one made");
    }

    @Test
    void noticesAnotherShardWhenAUnitIsRunAgain() {
        tell(begin());
        tell(train(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"), train(2, 0, 1, 0, "a"));
        tell(new StudyEvent.UnitFailed(2, 0, 1, "a", 1, true, "no luck"), train(3, 0, 0, 0, "a"));
        tell(trained(3, 0, 0, 0, "a"));

        violated("atomicity", "the same shard at the same place; it was 1");
    }

    @Test
    void noticesACheckpointOfWhatWasNotTrained() {
        tell(begin());
        tell(new StudyEvent.CheckpointCommitted(0, 2, 8));

        violated("atomicity", "what is stored was trained");
    }

    @Test
    void noticesTrainingOfATrialThatEnded() {
        tell(begin());
        tell(new StudyEvent.TrialEnded(0, TrialStatus.STOPPED, Optional.empty()), train(1, 0, 0, 1, "a"));

        violated("atomicity", "trains no more");
    }

    @Test
    void noticesATrialThatBeginsTwice() {
        tell(begin());
        tell(started(0));

        violated("atomicity", "begins once");
    }

    @Test
    void noticesEventsAfterTheEnd() {
        tell(new StudyEvent.StudyEnded(StudyStatus.STOPPED), started(0));

        violated("order", "nothing follows");
    }

    // --- no polling

    @Test
    void noticesATrialThatWaitsThoughASlotIsFree() {
        tell(begin());
        tell(started(1), train(1, 0, 0, 1, "a"), trained(1, 0, 0, 1, "a"));

        violated("no polling", "a slot of 'b' stayed free, though trial 1 waits");
    }

    @Test
    void noticesATrialThatWaitsThoughItWasGrantedAnotherEpoch() {
        tell(soundEpoch());
        tell(new StudyEvent.Asked(new Searcher.Ask(1, 0, 0), List.of(new Decision.Train(0))));
        assertThat(invariants.violations()).isEmpty();
        tell(new StudyEvent.CheckpointCommitted(0, 2, 8));

        violated("no polling", "stayed free, though trial 0 waits");
    }

    @Test
    void trialsThatMayNotRunWaitForNothing() {
        tell(soundEpoch());
        tell(
                clone(1, 0, 2), // whose origin is not stored yet
                started(2),
                new StudyEvent.Asked(new Searcher.Ask(3, 0, 0), List.of(new Decision.Pause(2))),
                started(3),
                new StudyEvent.Steered(new Command.PauseStudy()),
                new StudyEvent.CheckpointCommitted(0, 2, 8));

        assertThat(invariants.violations())
                .as("but for trial 3 before the pause")
                .singleElement()
                .satisfies(
                        one -> assertThat(text(one)).contains("trial 3 waits").contains("by TrialStarted"));
    }

    /** Its parent may have to make its origin again before. */
    @Test
    void aCloneThatHasLostItsModelMayWait() {
        tell(soundEpoch());
        tell(
                new StudyEvent.CheckpointCommitted(0, 2, 8),
                clone(1, 0, 2),
                train(4, 1, 0, 1, "a"),
                trained(4, 1, 0, 1, "a"),
                train(5, 1, 1, 0, "a"),
                new StudyEvent.UnitFailed(5, 1, 1, "a", 0, true, "the model is gone"),
                new StudyEvent.CheckpointCommitted(0, 2, 8));
        assertThatCode(invariants::assertNoneViolated).doesNotThrowAnyException();

        tell(train(6, 1, 0, 1, "a"), trained(6, 1, 0, 1, "a"), new StudyEvent.CheckpointCommitted(0, 2, 8));
        violated("no polling", "a slot of 'a' stayed free, though trial 1 waits");
    }

    /** It may be a clone: that it began is not seen. */
    @Test
    void aTrialOfAnEarlierSessionThatHasLostItsModelMayWait() {
        Invariants resumed = Invariants.overResumed(2, 1, 1);
        begin().subList(0, 2).forEach(resumed::observe);
        List.of(
                        train(1, 0, 1, 0, "b"),
                        trained(1, 0, 1, 0, "b"),
                        evaluate(2, 0, Split.VALIDATION, 0, 2),
                        evaluated(2, 0, 0, 2),
                        finished(0, 0, 2),
                        train(3, 0, 2, 1, "b"),
                        new StudyEvent.UnitFailed(3, 0, 2, "b", 0, true, "the model is gone"),
                        new StudyEvent.CheckpointCommitted(0, 2, 8))
                .forEach(resumed::observe);
        assertThatCode(resumed::assertNoneViolated).doesNotThrowAnyException();

        List.of(train(4, 0, 2, 1, "a"), trained(4, 0, 2, 1, "a"), new StudyEvent.CheckpointCommitted(0, 2, 8))
                .forEach(resumed::observe);
        assertThat(resumed.violations())
                .singleElement()
                .satisfies(one -> assertThat(text(one)).contains("stayed free, though trial 0 waits"));
    }

    @Test
    void slotsOfWorkersThatDoNotReachAllShardsOrMayBeStuckAreNotTakenToBeFree() {
        tell(begin());
        tell(
                train(1, 0, 0, 1, "a"),
                new StudyEvent.WorkerChanged(new WorkerInfo("b", 1, Map.of(Split.TRAINING, Set.of(0, 1)))),
                new StudyEvent.UnitFailed(1, 0, 0, "a", 1, true, "the unit did not end within PT1S"),
                new StudyEvent.WorkerLeft("b", "gone"));

        assertThatCode(invariants::assertNoneViolated).doesNotThrowAnyException();
    }

    // --- telling

    /** The first violation of an invariant; what is told badly may violate another as well. */
    private void violated(String invariant, String rule) {
        assertThat(invariants.violations())
                .filteredOn(one -> text(one).startsWith(invariant))
                .isNotEmpty()
                .first()
                .satisfies(first -> assertThat(text(first)).contains(rule));
    }

    private static String text(AssertionError violation) {
        return String.valueOf(violation.getMessage());
    }

    private void tell(List<StudyEvent> events) {
        events.forEach(invariants::observe);
    }

    private void tell(StudyEvent... events) {
        tell(List.of(events));
    }

    private static List<StudyEvent> begin() {
        Map<Split, Set<Integer>> all =
                Map.of(Split.TRAINING, Set.of(0, 1), Split.VALIDATION, Set.of(0), Split.TEST, Set.of(0));
        return List.of(
                new StudyEvent.WorkerJoined(new WorkerInfo("a", 1, all)),
                new StudyEvent.WorkerJoined(new WorkerInfo("b", 1, all)),
                started(0));
    }

    private static List<StudyEvent> soundEpoch() {
        List<StudyEvent> events = new ArrayList<>(begin());
        events.add(train(1, 0, 0, 1, "a"));
        events.add(trained(1, 0, 0, 1, "a"));
        events.add(train(2, 0, 1, 0, "b"));
        events.add(trained(2, 0, 1, 0, "b"));
        events.add(evaluate(3, 0, Split.VALIDATION, 0, 2));
        events.add(evaluated(3, 0, 0, 2));
        events.add(finished(0, 0, 2));
        return events;
    }

    private static StudyEvent started(int trial) {
        return new StudyEvent.TrialStarted(trial, CONFIGURATION, 1, Optional.empty(), 0, false);
    }

    private static StudyEvent clone(int trial, int parent, int version) {
        return new StudyEvent.TrialStarted(trial, CONFIGURATION, 1, Optional.of(parent), version, false);
    }

    private static StudyEvent train(long ticket, int trial, int version, int shard, String worker) {
        return new StudyEvent.UnitSubmitted(
                ticket, UnitQuery.Kind.TRAIN, trial, version / 2, version % 2, Split.TRAINING, shard, version, worker);
    }

    private static StudyEvent trained(long ticket, int trial, int version, int shard, String worker) {
        return new StudyEvent.UnitTrained(
                ticket,
                trial,
                version / 2,
                version % 2,
                shard,
                version + 1,
                worker,
                new TrainingSummary(1, 1, 0),
                COST);
    }

    private static StudyEvent evaluate(long ticket, int trial, Split split, int shard, int version) {
        return new StudyEvent.UnitSubmitted(
                ticket, UnitQuery.Kind.EVALUATE, trial, version / 2 - 1, 0, split, shard, version, "b");
    }

    private static StudyEvent evaluated(long ticket, int trial, int shard, int version) {
        return new StudyEvent.UnitEvaluated(ticket, trial, version / 2 - 1, shard, version, "b", COST);
    }

    private static StudyEvent finished(int trial, int epoch, int version) {
        return new StudyEvent.EpochFinished(trial, new EpochResult(epoch, version, Map.of("x", 1.0), 1), true);
    }
}
