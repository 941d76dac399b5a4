package org.jerboa.mop.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jerboa.mop.plan.Order;
import org.jerboa.mop.plan.Plan;
import org.jerboa.mop.plan.Planner;
import org.jerboa.mop.plan.Shop;
import org.jerboa.mop.schedule.Scheduler.Assignment;
import org.junit.jupiter.api.Test;

/** Workers with a shard each, plans that are given by hand, and a clock that the test moves. */
class PlanningSchedulerTest {

    private static final int UNIT = 100;

    /** Orders of {trial, worker} that plans are to have; of the last one, units that are left. */
    private final Deque<int[][]> orders = new ArrayDeque<>();

    private final List<Shop> shops = new ArrayList<>();
    private HandFloor floor = new HandFloor(3, UNIT, UNIT, UNIT);
    private PlanningScheduler scheduler = scheduler(Long.MAX_VALUE);

    private PlanningScheduler scheduler(long mostUnits) {
        PlanningScheduler made = new PlanningScheduler(new ByHand(), 0, mostUnits);
        made.begin(floor);
        return made;
    }

    /** What a test has said, or else the portfolio's plan. */
    private final class ByHand implements PlanMaker {

        @Override
        public Plan plan(Shop shop, long seed) {
            shops.add(shop);
            if (orders.isEmpty()) {
                return new Planner().plan(shop, seed);
            }
            Order order = new Order(shop.units());
            for (int[] unit : orders.remove()) {
                order.add(unit[0], unit[1], unit[1]);
            }
            return new Planner().follow(shop, order);
        }

        @Override
        public long effort(Shop shop) {
            return shop.units();
        }
    }

    /** All trials can train, and a unit has ended. */
    private void begin(int[]... order) {
        orders.add(order);
        floor.left.keySet().forEach(trial -> scheduler.add(floor.candidate(trial)));
        scheduler.freed(floor.machines.get(0));
    }

    private static int[] unit(int trial, int worker) {
        return new int[] {trial, worker};
    }

    /** The trial that a worker is given, which begins. */
    private Optional<Integer> next(int worker) {
        Machine machine = floor.machines.get(worker);
        Optional<Assignment> given = scheduler.next(machine);
        given.ifPresent(unit -> {
            scheduler.remove(unit.candidate());
            floor.begins(unit, machine);
        });
        return given.map(unit -> unit.candidate().trial());
    }

    /** A worker's unit ends, and its trial can train again if anything is left of it. */
    private void end(int worker) {
        int trial = floor.at.entrySet().stream()
                .filter(there -> there.getValue() == worker)
                .findFirst()
                .orElseThrow()
                .getKey();
        floor.ends(floor.machines.get(worker));
        scheduler.freed(floor.machines.get(worker));
        if (!floor.left.get(trial).isEmpty()) {
            scheduler.add(floor.candidate(trial));
        }
    }

    private static final int[][] LATIN = {
        unit(0, 0), unit(1, 1), unit(2, 2), unit(1, 0), unit(2, 1), unit(0, 2), unit(2, 0), unit(0, 1), unit(1, 2)
    };

    @Test
    void givesOutUnitsInTheOrderOfThePlan() {
        begin(LATIN);
        for (int round = 0; round < 3; round++) {
            for (int worker = 0; worker < 3; worker++) {
                assertThat(next(worker)).contains((worker + round) % 3);
            }
            floor.now += UNIT;
            for (int worker = 0; worker < 3; worker++) {
                end(worker);
            }
        }
        assertThat(scheduler.plans()).isEqualTo(1);
    }

    /** At a tie the trial that is planned may not have been reported yet: its slot waits, and is the first to be asked. */
    @Test
    void aSlotWaitsForTheTrialThatEndsAtTheSameMoment() {
        begin(LATIN);
        List.of(0, 1, 2).forEach(this::next);
        floor.now += UNIT;
        end(0);

        assertThat(next(0))
                .as("trial 1 has not been reported, trial 0 was here")
                .isEmpty();
        end(1);

        assertThat(scheduler.awaitedBy(floor.candidate(1))).hasValue(0);
        assertThat(next(0)).contains(1);
        assertThat(scheduler.awaitedBy(floor.candidate(1))).isEmpty();
    }

    /** Trial 2 is not meant for worker 0 yet, and nobody else waits for longer than it takes. */
    @Test
    void aTrialIsNotOfferedToThoseWhoCouldNotDoWithIt() {
        begin(LATIN);
        List.of(0, 1, 2).forEach(this::next);
        floor.now += UNIT;
        end(0);
        next(0);
        end(2);

        assertThat(scheduler.isForAnybody(floor.candidate(2))).isFalse();
    }

    /** Trial 1, on which worker 0 waits, is late: from half a unit on, it takes trial 2, though that is planned for later. */
    @Test
    void aSlotDoesNotWaitForLongerThanItIsPatient() {
        begin(LATIN);
        List.of(0, 1, 2).forEach(this::next);
        scheduler.asksAll(); // as there was a new plan
        floor.now += UNIT;
        end(0);
        end(2);
        assertThat(next(0)).isEmpty();
        long bound = scheduler.patience().orElseThrow();
        assertThat(bound).isEqualTo(UNIT + UNIT / 2);

        floor.now = bound + 1;
        floor.busyUntil.put(1, floor.now + UNIT);
        scheduler.asksAll();

        assertThat(next(0)).contains(2);
    }

    /** Worker 0 waits for trial 1 until 100; trial 2 takes 20 of that time, trial 3 would take too long. */
    @Test
    void whatEndsBeforeThatTimeIsDoneMeanwhile() {
        floor = new HandFloor(4, UNIT, UNIT, 20, 90);
        scheduler = scheduler(Long.MAX_VALUE);
        begin(
                unit(1, 1),
                unit(0, 0),
                unit(1, 0),
                unit(3, 0),
                unit(2, 0),
                unit(0, 1),
                unit(2, 1),
                unit(3, 1),
                unit(0, 2),
                unit(1, 2),
                unit(2, 2),
                unit(3, 2),
                unit(0, 3),
                unit(1, 3),
                unit(2, 3),
                unit(3, 3));
        next(1);
        next(0);
        floor.now = 70;
        end(0);

        assertThat(next(0)).contains(2);
    }

    @Test
    void plansAgainWhenATrialJoins() {
        begin(LATIN);
        next(0);
        floor.trial(3, 0, UNIT);
        scheduler.add(floor.candidate(3));
        next(1);

        assertThat(scheduler.plans()).isEqualTo(2);
        assertThat(shops.get(1).trials()).isEqualTo(4);
        assertThat(shops.get(1).units()).isEqualTo(11);
        assertThat(shops.get(1).machineFrom(0)).isEqualTo(UNIT);
        assertThat(shops.get(1).trialFrom(0)).isEqualTo(UNIT);
    }

    @Test
    void plansAgainWhenATrialEndsThatHadUnitsLeft() {
        begin(LATIN);
        next(0);
        scheduler.remove(floor.candidate(2));
        floor.left.remove(2);
        scheduler.dropped(2);
        next(1);

        assertThat(scheduler.plans()).isEqualTo(2);
        assertThat(shops.get(1).units()).isEqualTo(5);

        scheduler.dropped(2);
        next(2);
        assertThat(scheduler.plans()).as("nothing of it was planned any more").isEqualTo(2);
    }

    /** It was planned with an epoch that it did not get: four shards, all of them reached. */
    @Test
    void keepsToThePlanWhenATrialEndsWithItsEpoch() {
        floor.machines.add(HandFloor.machine(3, 3));
        floor.left.keySet().forEach(trial -> scheduler.add(floor.candidate(trial)));
        scheduler.freed(floor.machines.get(0));
        Optional<Integer> first = next(0);
        scheduler.remove(floor.candidate(2));
        floor.left.remove(2);
        scheduler.dropped(2);
        next(1);

        assertThat(first).isPresent().get().isNotEqualTo(2);
        assertThat(shops.get(0).units()).isEqualTo(12);
        assertThat(scheduler.plans()).isEqualTo(1);
    }

    /** Until a unit has ended, as often many come at once. */
    @Test
    void plansAgainWhenWorkersChange() {
        begin(LATIN);
        next(0);
        floor.machines.add(HandFloor.machine(3, 3));
        scheduler.workersChanged();
        next(1);
        assertThat(scheduler.plans()).isEqualTo(1);

        floor.now += UNIT;
        end(0);
        next(2);

        assertThat(scheduler.plans()).isEqualTo(2);
        assertThat(shops.get(1).machines()).isEqualTo(4);
    }

    /** A unit that begins 20 late is no reason to plan again where units take 100; 30 are. */
    @Test
    void plansAgainWhenUnitsBeginAQuarterOfTheirTimeLate() {
        begin(LATIN);
        floor.now = 20;
        next(0);
        next(1);
        assertThat(scheduler.plans()).isEqualTo(1);

        floor.now = 60;
        next(2);
        end(0);
        next(0);

        assertThat(scheduler.plans()).isEqualTo(2);
    }

    /** Worker 1 begins half a unit late. The plan that is made then has trial 2 visit worker 2 last, which takes longer. */
    @Test
    void keepsTheOldOrderIfTheNewOneIsNoBetter() {
        begin(LATIN);
        next(0);
        floor.now = UNIT / 2;
        next(1);
        orders.add(new int[][] {unit(2, 0), unit(2, 1), unit(2, 2), unit(0, 1), unit(0, 2), unit(1, 0), unit(1, 2)});

        assertThat(next(2)).as("as in the plan of before").contains(2);

        assertThat(scheduler.plans()).isEqualTo(2);
    }

    /** One trial after the other, until a unit begins half of its time late; the new plan ends 100 sooner. */
    @Test
    void takesTheNewOrderIfItIsBetter() {
        begin(
                unit(0, 0),
                unit(1, 0),
                unit(2, 0),
                unit(0, 1),
                unit(1, 1),
                unit(2, 1),
                unit(0, 2),
                unit(1, 2),
                unit(2, 2));
        next(0);
        floor.now = UNIT + UNIT / 2;
        end(0);
        next(0);
        orders.add(new int[][] {unit(0, 1), unit(2, 2), unit(2, 0), unit(1, 1), unit(0, 2), unit(2, 1), unit(1, 2)});

        assertThat(next(1)).contains(0);
        assertThat(next(2)).contains(2);
        assertThat(scheduler.plans()).isEqualTo(2);
    }

    /** The trial of epoch 0 joins the others in epoch 1; it is the shortest, and yet goes first. */
    @Test
    void theLowestEpochGoesFirst() {
        floor.epochs.replaceAll((trial, epoch) -> 1);
        floor.trial(3, 0, UNIT / 10.0);
        floor.left.keySet().forEach(trial -> scheduler.add(floor.candidate(trial)));
        scheduler.freed(floor.machines.get(0));

        assertThat(next(0)).contains(3);
        assertThat(scheduler.plans()).isEqualTo(1);
    }

    @Test
    void withoutAPlanTheLongestRemainingGoesFirst() {
        floor = new HandFloor(3, 1, 3, 2);
        scheduler = scheduler(5);
        begin();

        assertThat(next(0)).contains(1);
        assertThat(next(1)).contains(2);
        assertThat(scheduler.plans()).isZero();
    }

    @Test
    void whereEveryWorkerReachesEverythingNothingIsPlannedAndNobodyWaits() {
        floor.machines.replaceAll(machine -> HandFloor.machine(machine.index(), 0, 1, 2, 3));
        begin();

        List.of(0, 1, 2).forEach(worker -> assertThat(next(worker)).isPresent());
        assertThat(scheduler.plans()).isZero();
        assertThat(scheduler.patience()).isEmpty();
    }

    /** Whatever is late and however long, a slot that asks again when it should is given something as long as there is any. */
    @Test
    void noSlotIsLeftIdleForEver() {
        begin(LATIN);
        List.of(0, 1, 2).forEach(this::next);
        floor.now += UNIT;
        end(2);
        for (int asked = 0; next(2).isEmpty(); asked++) {
            assertThat(asked).isLessThan(5);
            end(1 - asked % 2);
            floor.now = scheduler.patience().orElse(floor.now) + 1;
            scheduler.asksAll();
        }
    }

    /**
     * Trial 1 is in the last unit of an epoch, on worker 1; worker 0 waits for it, as it is planned there with its next epoch. Trial 0 is
     * elsewhere, and will have one unit left, on worker 0. Nothing can train now.
     */
    private void workerZeroWaitsForTrialOne() {
        floor = new HandFloor(4, UNIT, UNIT);
        scheduler = scheduler(Long.MAX_VALUE);
        floor.left.get(0).clear(1, 4);
        floor.at.put(0, 2);
        floor.busyUntil.put(2, 5L * UNIT);
        floor.at.put(1, 1);
        floor.busyUntil.put(1, (long) UNIT);
        orders.add(new int[][] {unit(1, 0), unit(0, 0), unit(1, 1), unit(1, 2), unit(1, 3)});
        scheduler.freed(floor.machines.get(0));
        next(0);
        scheduler.asksAll(); // as there is a new plan
        assertThat(next(0)).isEmpty();
        assertThat(scheduler.patience()).isEmpty();
        assertThat(scheduler.awaitedBy(floor.candidate(1))).hasValue(0);
        floor.now = UNIT;
    }

    /** Its epoch was planned, and does not come: that is no reason to plan again, but who waits for it would wait for ever. */
    @Test
    void whoWaitsForATrialThatEndsWithItsEpochIsAskedAgain() {
        workerZeroWaitsForTrialOne();
        floor.ends(floor.machines.get(1));
        floor.left.remove(1);

        scheduler.dropped(1);

        assertThat(scheduler.patience()).hasValue(UNIT);
        scheduler.asksAll();
        assertThat(next(0)).isEmpty();
        end(2);
        Candidate last = floor.candidate(0);
        assertThat(scheduler.isForAnybody(last) || scheduler.patience().isPresent())
                .isTrue();
    }

    /** It is late, and meanwhile there is something else that only worker 0 can do. */
    @Test
    void whoWaitedWhenThereWasNothingElseIsAskedAgainWhenThereIs() {
        workerZeroWaitsForTrialOne();
        floor.busyUntil.put(1, 9L * UNIT);
        floor.now = UNIT + UNIT / 2 + 1;

        end(2);

        assertThat(scheduler.isForAnybody(floor.candidate(0))).isFalse();
        assertThat(scheduler.patience().orElseThrow()).isLessThanOrEqualTo(floor.now);
        scheduler.asksAll();
        assertThat(next(0)).contains(0);
    }

    /** Without a plan nobody waits for a certain trial: those that did are asked again. */
    @Test
    void whoWaitsIsAskedAgainWhenThePlanIsDropped() {
        workerZeroWaitsForTrialOne();

        scheduler.workersChanged();

        assertThat(scheduler.patience()).hasValue(UNIT);
    }
}
