package org.jerboa.mop.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** Two trials on two machines, one shard each; units take 3 and 2. */
class PlanTest {

    private static final Shop SHOP = Shops.of(2, 3, 2);

    private static Plan plan(int[]... units) {
        Draft draft = new Draft(SHOP);
        for (int[] unit : units) {
            draft.add(unit[0], unit[1], unit[2], unit[3], unit[4]);
        }
        return new Plan("by hand", SHOP.lowerBound(), draft, 2);
    }

    @Test
    void givesEachMachineItsSteps() {
        Plan plan = plan(unit(0, 0, 0, 0, 3), unit(1, 1, 1, 0, 2), unit(0, 1, 1, 3, 6), unit(1, 0, 0, 3, 5));
        plan.check(SHOP);
        assertThat(plan.steps(1)).containsExactly(new Plan.Step(1, 1, 0, 2), new Plan.Step(0, 1, 3, 6));
        assertThat(plan.first(0)).contains(new Plan.Step(0, 0, 0, 3));
        assertThat(plan.makespan()).isEqualTo(6);
        assertThat(plan.ratio()).isEqualTo(1);
        assertThat(plan.rule()).isEqualTo("by hand");
    }

    @Test
    void findsATrialInTwoPlaces() {
        wrong(
                "trial 0 is busy until 3",
                unit(0, 0, 0, 0, 3),
                unit(0, 1, 1, 2, 5),
                unit(1, 0, 0, 3, 5),
                unit(1, 1, 1, 5, 7));
    }

    @Test
    void findsAMachineWithTwoUnits() {
        wrong("machine 0 is busy until 3", unit(0, 0, 0, 0, 3), unit(1, 0, 0, 2, 4));
    }

    @Test
    void findsAMissingUnit() {
        wrong("trial 1 never visits shards {1}", unit(0, 0, 0, 0, 3), unit(1, 0, 0, 3, 5), unit(0, 1, 1, 3, 6));
    }

    @Test
    void findsARepeatedUnit() {
        wrong("does not have the shard", unit(0, 0, 0, 0, 3), unit(0, 0, 0, 3, 6));
    }

    @Test
    void findsAShardOutOfReach() {
        wrong("does not reach", unit(0, 1, 0, 0, 3));
    }

    @Test
    void findsAWrongDuration() {
        wrong("should take 3", unit(0, 0, 0, 0, 2));
    }

    @Test
    void findsADetour() {
        Shop shop = Shop.builder(1, 2, 2).oneShardEach().route(0, 1, 0).build();
        Draft draft = new Draft(shop);
        draft.add(0, 0, 0, 0, 1);
        draft.add(0, 1, 1, 1, 2);
        Plan plan = new Plan("by hand", shop.lowerBound(), draft, 2);
        assertThatIllegalStateException().isThrownBy(() -> plan.check(shop)).withMessageContaining("leaves its route");
    }

    @Test
    void findsAnEarlyStart() {
        Shop shop = Shop.builder(1, 1, 1).trialFrom(0, 2).build();
        Draft draft = new Draft(shop);
        draft.add(0, 0, 0, 1, 2);
        Plan plan = new Plan("by hand", shop.lowerBound(), draft, 1);
        assertThatIllegalStateException().isThrownBy(() -> plan.check(shop)).withMessageContaining("busy until 2");
    }

    private static int[] unit(int... trialShardMachineStartEnd) {
        return trialShardMachineStartEnd;
    }

    private static void wrong(String message, int[]... units) {
        assertThatIllegalStateException()
                .isThrownBy(() -> plan(units).check(SHOP))
                .withMessageContaining(message);
    }
}
