package org.jerboa.mop.plan;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One run of the planner: attempts in turn, until one is good enough or the budget is spent. */
final class Portfolio {

    /** As near to the lower bound as makes no difference. */
    private static final double ENOUGH = 1 + 1e-4;

    private static final int REPETITIONS = 32;

    private static final int INSERTIONS = 8;

    /** With those that are not simulations of longest remaining time first with noise. */
    static final int ATTEMPTS = REPETITIONS + INSERTIONS + 5;

    /** Attempts to shorten the circle of a rotation: about a tenth of a millisecond. */
    private static final int MOVES = 20_000;

    /** Most nodes of an exact search: about ten milliseconds. */
    private static final long NODES = 200_000;

    /** Share by which remaining times are blurred, in turn: little where the rule is nearly right, much where it is not. */
    private static final double[] NOISES = {0.1, 0.2, 0.4};

    /** When trials should end, as multiples of the lower bound, where slow machines may decline. */
    private static final double[] AIMS = {1, 1.05, 1.2};

    private final Shop shop;
    private final double lowerBound;
    private final SplittableRandom random;
    private Draft best;
    private @Nullable Draft spare;
    private String rule = "nothing left";
    private long budget;

    Portfolio(Shop shop, long budget, long seed) {
        this.shop = shop;
        this.budget = budget;
        lowerBound = shop.lowerBound();
        random = new SplittableRandom(seed);
        best = new Draft(shop);
    }

    Plan plan() {
        if (shop.units() > 0) {
            search();
        }
        return new Plan(rule, lowerBound, best, shop.machines());
    }

    private void search() {
        Simulation simulation = new Simulation(shop);
        LongestFirst longest = new LongestFirst(shop, simulation.longest());
        simulation.run(longest, Long.MAX_VALUE, Long.MAX_VALUE, best);
        rule = Rule.LONGEST_REMAINING.title();
        budget -= shop.units();
        if (done()) {
            return;
        }
        rotation();
        cyclic();
        insertion();
        noise(simulation, longest);
        exact();
    }

    private void rotation() {
        if (done() || routed() || budget < shop.units()) {
            return;
        }
        Draft attempt = attempt();
        attempt.clear();
        Free free = new Free(shop);
        for (int rank = 0; rank <= shop.highestRank(); rank++) {
            Rotation rotation = new Rotation(shop, rank);
            rotation.improve(MOVES, ENOUGH, random);
            rotation.run(attempt, free);
        }
        keep(attempt, "rotation");
    }

    private void cyclic() {
        Cyclic cyclic = new Cyclic(shop);
        List<int[]> orders = List.of(Rows.numbered(shop.trials()), Rows.longestFirst(shop), Rows.mountain(shop));
        for (int[] rows : orders) {
            if (!done() && budget >= shop.units()) {
                Draft attempt = attempt();
                cyclic.run(rows, attempt);
                keep(attempt, Rule.CYCLIC.title());
            }
        }
    }

    private void insertion() {
        long price = Insertion.effort(shop);
        Insertion insertion = done() || budget < price ? null : new Insertion(shop);
        for (int i = 0; i < INSERTIONS && insertion != null && !done() && budget >= price; i++) {
            Draft attempt = attempt();
            insertion.run(i == 0 ? 0 : NOISES[i % NOISES.length], random, attempt);
            budget -= price - attempt.size;
            keep(attempt, "insertion");
        }
    }

    /** Every other simulation lets machines decline what a faster one should do; which helps depends on the shop. */
    private void noise(Simulation simulation, LongestFirst longest) {
        for (int i = 0; i < REPETITIONS && !done() && budget >= shop.units(); i++) {
            longest.noise(NOISES[i % NOISES.length], random);
            double aim = i % 2 == 0 ? lowerBound * AIMS[i / 2 % AIMS.length] : Long.MAX_VALUE;
            Draft attempt = attempt();
            if (simulation.run(longest, (long) aim, best.makespan, attempt)) {
                keep(attempt, "noisy longest remaining");
            } else {
                budget -= attempt.size;
            }
        }
    }

    private void exact() {
        if (!done() && shop.highestRank() == 0 && shop.units() <= Exact.UNITS) {
            long before = best.makespan;
            new Exact(shop, best, lowerBound * ENOUGH).run(NODES);
            if (best.makespan < before) {
                rule = "exact";
            }
        }
    }

    private boolean routed() {
        for (int trial = 0; trial < shop.trials(); trial++) {
            if (shop.hasRoute(trial)) {
                return true;
            }
        }
        return false;
    }

    private boolean done() {
        return best.makespan <= lowerBound * ENOUGH;
    }

    /** Room for an attempt; made when it is needed, as large shops leave it at one. */
    private Draft attempt() {
        Draft attempt = spare == null ? new Draft(shop) : spare;
        spare = attempt;
        return attempt;
    }

    private void keep(Draft attempt, String by) {
        budget -= attempt.size;
        if (attempt.makespan < best.makespan) {
            spare = best;
            best = attempt;
            rule = by;
        }
    }
}
