package org.jerboa.mop.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jerboa.mop.plan.Plan.Step;

/** Holds a plan against its shop, from the plan's steps alone. */
final class PlanCheck {

    private final Shop shop;
    private final List<List<Step>> byTrial = new ArrayList<>();
    private long last;

    PlanCheck(Shop shop) {
        this.shop = shop;
        for (int trial = 0; trial < shop.trials(); trial++) {
            byTrial.add(new ArrayList<>());
        }
    }

    void check(Plan plan) {
        require(
                plan.machines() == shop.machines(),
                "the plan has " + plan.machines() + " machines, the shop " + shop.machines());
        for (int machine = 0; machine < plan.machines(); machine++) {
            machine(machine, plan.steps(machine));
        }
        for (int trial = 0; trial < byTrial.size(); trial++) {
            trial(trial, byTrial.get(trial));
        }
        require(plan.makespan() == last, "the last step ends at " + last + ", not at " + plan.makespan());
        require(
                plan.makespan() >= plan.lowerBound() * (1 - 1e-12),
                "the makespan " + plan.makespan() + " is below the lower bound " + plan.lowerBound());
    }

    private void machine(int machine, List<Step> steps) {
        long free = shop.machineFrom(machine);
        for (Step step : steps) {
            require(
                    step.start() >= free,
                    "machine " + machine + " is busy until " + free + " when " + step + " begins");
            require(shop.reaches(machine, step.shard()), "machine " + machine + " does not reach the shard of " + step);
            long duration = shop.duration(step.trial(), machine, step.shard());
            require(step.end() - step.start() == duration, step + " should take " + duration);
            byTrial.get(step.trial()).add(step);
            free = step.end();
            last = Math.max(last, free + shop.tail(step.trial()));
        }
    }

    private void trial(int trial, List<Step> steps) {
        steps.sort(Comparator.comparingLong(Step::start));
        BitSet missing = shop.left(trial);
        long free = shop.trialFrom(trial);
        for (Step step : steps) {
            require(step.start() >= free, "trial " + trial + " is busy until " + free + " when " + step + " begins");
            require(missing.get(step.shard()), "trial " + trial + " does not have the shard of " + step + " left");
            missing.clear(step.shard());
            free = step.end();
        }
        require(missing.isEmpty(), "trial " + trial + " never visits shards " + missing);
        int[] visited = steps.stream().mapToInt(Step::shard).toArray();
        shop.route(trial)
                .ifPresent(route -> require(
                        Arrays.equals(route, visited),
                        "trial " + trial + " leaves its route: " + Arrays.toString(visited) + " instead of "
                                + Arrays.toString(route)));
    }

    private static void require(boolean right, String wrong) {
        if (!right) {
            throw new IllegalStateException(wrong);
        }
    }
}
