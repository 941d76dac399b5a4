package org.jerboa.benchmarks.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.schedule.Epoch.Costs;
import org.jerboa.mop.plan.Plan;
import org.jerboa.mop.plan.Planner;
import org.jerboa.mop.plan.Rule;
import org.jerboa.mop.plan.Shop;

/**
 * One row of the table: makespan by lower bound of every way to plan, over the same draws of costs.
 *
 * @param ratios for each way, for each seed
 */
record Row(String name, Goal goal, List<double[]> ratios) {

    static final List<String> WAYS = List.of("randomised", "longestRemaining", "portfolio", "barrierRing");

    private static final int PORTFOLIO = WAYS.indexOf("portfolio");

    /** In per cent above the bound: a ratio of 1.005. */
    private static final Goal NEAR = Goal.atMost(0.5);

    private static final Goal EXACT = Goal.atMost(0);

    static Row measure(Costs costs, int trials, int workers, int seeds) {
        List<double[]> bySeed = IntStream.range(0, seeds)
                .mapToObj(seed -> ratios(Epoch.draw(trials, workers, costs, seed), seed))
                .toList();
        String name = costs.name().toLowerCase(Locale.ROOT) + "." + trials + "x" + workers;
        return new Row(name, costs == Costs.EQUAL ? EXACT : NEAR, byWay(bySeed));
    }

    /** The worked example: every seed has the same costs. */
    static Row figure5(int seeds) {
        List<double[]> bySeed = IntStream.range(0, seeds)
                .mapToObj(seed -> ratios(Epoch.figure5(), seed))
                .toList();
        return new Row("figure5", EXACT, byWay(bySeed));
    }

    private static double[] ratios(Epoch epoch, int seed) {
        Shop shop = epoch.shop();
        Planner planner = new Planner();
        Plan plan = planner.plan(shop, seed);
        plan.check(shop);
        return new double[] {
            planner.plan(shop, Rule.RANDOMISED, seed).ratio(),
            planner.plan(shop, Rule.LONGEST_REMAINING, seed).ratio(),
            plan.ratio(),
            epoch.barrierRing() / shop.lowerBound()
        };
    }

    private static List<double[]> byWay(List<double[]> bySeed) {
        return IntStream.range(0, WAYS.size())
                .mapToObj(way ->
                        bySeed.stream().mapToDouble(ratios -> ratios[way]).toArray())
                .toList();
    }

    /** Mean and most of every way, as ratios. */
    String line() {
        return line(name, ratios);
    }

    static String line(String name, List<double[]> ratios) {
        StringBuilder line = new StringBuilder(String.format("%-16s", name));
        for (double[] way : ratios) {
            line.append(String.format(Locale.ROOT, "  %7.4f (%6.4f)", mean(way), most(way)));
        }
        return line.toString();
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (int way = 0; way < WAYS.size(); way++) {
            Figure figure = figure(name + "." + WAYS.get(way), ratios.get(way));
            figures.add(way == PORTFOLIO ? figure.aiming(goal) : figure);
        }
        return figures;
    }

    /** The mean over seeds, above the bound. */
    static Figure figure(String name, double[] ratios) {
        double least = DoubleStream.of(ratios).min().orElseThrow();
        return Figure.of(name, above(mean(ratios)), "%").within(above(least), above(most(ratios)));
    }

    private static double mean(double[] ratios) {
        return DoubleStream.of(ratios).average().orElseThrow();
    }

    private static double most(double[] ratios) {
        return DoubleStream.of(ratios).max().orElseThrow();
    }

    /** In per cent. What rounding leaves of an exact 1 is 0, not -0. */
    private static double above(double ratio) {
        return Math.rint((ratio - 1) * 1e11) / 1e9 + 0.0;
    }
}
