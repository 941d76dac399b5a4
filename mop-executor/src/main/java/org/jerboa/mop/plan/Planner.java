package org.jerboa.mop.plan;

import java.util.SplittableRandom;

/**
 * Plans an epoch from expected times. The portfolio tries, until a plan meets the lower bound within 0.01 %: longest
 * remaining time first, a rotation (a Latin square for any costs), cyclic plans, 32 simulations of longest remaining time
 * first with noise, and for a few units an exact search; it keeps the shortest. So a plan is never longer than that of the
 * rule {@link Rule#LONGEST_REMAINING}. Where each shard is on one machine, plans of at most four trials and three shards
 * are optimal.
 *
 * <p>Open-shop scheduling is NP-hard for three machines and more (Gonzalez and Sahni, J. ACM 23(4), 1976); the idea to
 * simulate randomised schedules and keep the best is Cerebro's (PVLDB 13(11) 2020), the rotation is ours. Work is bounded
 * by a budget of simulated units, whatever the shop's size: beyond it there are fewer attempts, but one always. The same
 * shop and seed give the same plan. Immutable and safe for use by several threads.
 */
public final class Planner {

    /** Some tens of milliseconds. */
    public static final long DEFAULT_BUDGET = 200_000;

    private final long budget;

    public Planner() {
        this(DEFAULT_BUDGET);
    }

    /** @param budget how many units may be simulated, in all attempts together; the first attempt is made in any case */
    public Planner(long budget) {
        if (budget < 0) {
            throw new IllegalArgumentException("budget (" + budget + ") must not be negative");
        }
        this.budget = budget;
    }

    /** About how many units the portfolio simulates, with the default budget, or does as much work. */
    public static long effort(int units) {
        long simulated = Math.max(units, Math.min(DEFAULT_BUDGET, (long) units * Portfolio.ATTEMPTS));
        return units <= Exact.UNITS ? simulated + Exact.EFFORT : simulated;
    }

    /** The shortest plan that the portfolio finds. */
    public Plan plan(Shop shop, long seed) {
        return new Portfolio(shop, budget, seed).plan();
    }

    /**
     * What a plan that was made earlier comes to now: each unit in the given order as early as its machine and its trial
     * allow.
     *
     * @param order all units that are left, those of each machine and of each trial in the order in which they should run
     */
    public Plan follow(Shop shop, Order order) {
        Draft draft = new Draft(shop);
        Free free = new Free(shop);
        for (int i = 0; i < order.size(); i++) {
            free.append(order.trial(i), order.shard(i), order.machine(i), draft);
        }
        return new Plan("as before", shop.lowerBound(), draft, shop.machines());
    }

    /** The plan of one rule, by which others can be measured. */
    public Plan plan(Shop shop, Rule rule, long seed) {
        Draft draft = new Draft(shop);
        switch (rule) {
            case CYCLIC -> new Cyclic(shop).run(Rows.numbered(shop.trials()), draft);
            case RANDOMISED -> {
                IdleTrials any = new AnyTrial(shop.trials(), new SplittableRandom(seed));
                new Simulation(shop).run(any, Long.MAX_VALUE, Long.MAX_VALUE, draft);
            }
            case LONGEST_REMAINING -> {
                Simulation simulation = new Simulation(shop);
                IdleTrials longest = new LongestFirst(shop, simulation.longest());
                simulation.run(longest, Long.MAX_VALUE, Long.MAX_VALUE, draft);
            }
        }
        return new Plan(rule.title(), shop.lowerBound(), draft, shop.machines());
    }
}
