package org.jerboa.search.sampling.density;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jerboa.search.history.TrialRecord;

/** Axes that always exist together, with the trials in which they do: one pair of mixtures. */
final class Block {

    /** Neighbours that the width of a good trial's kernel is taken from, beside one for each axis. */
    private static final int NEIGHBOURS = 6;

    /** Width of such a kernel as a part of its neighbours' distance. */
    private static final double WIDTH = 0.8;

    private final Axis[] axes;
    private final boolean conditional;
    private final Observations observations;
    private final Neighbourhood neighbourhood;
    private final Gaps[] gaps;
    private final Map<TrialRecord, Integer> indices = new HashMap<>();
    private final Mixture good;
    private final Mixture rest;

    /** For each observation its kernel among the rest; negative if it is a good one. */
    private int[] kernelOf = new int[0];

    Block(List<Axis> axes, boolean conditional, Normal normal, double priorWeight) {
        this.axes = axes.toArray(Axis[]::new);
        this.conditional = conditional;
        this.observations = new Observations(this.axes);
        this.neighbourhood = new Neighbourhood(observations, NEIGHBOURS + axes.size());
        this.gaps = new Gaps[axes.size()];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = new Gaps(observations, i, this.axes[i]);
        }
        this.good = new Mixture(this.axes, normal, priorWeight);
        this.rest = new Mixture(this.axes, normal, priorWeight);
    }

    /** An axis of the block; all others exist if and only if this one does. */
    Axis first() {
        return axes[0];
    }

    /** Whether the block exists under a condition only. */
    boolean isConditional() {
        return conditional;
    }

    boolean has(TrialRecord trial) {
        return !Double.isNaN(trial.point()[axes[0].index()]);
    }

    int size() {
        return observations.size();
    }

    /** A trial began; it has the block. */
    void add(TrialRecord trial) {
        int index = observations.add(trial.point());
        indices.put(trial, index);
        for (int i = 0; i < axes.length; i++) {
            if (!axes[i].isCategorical()) {
                gaps[i].add(index);
            }
        }
    }

    /** A trial that was added has a result. */
    void addResult(TrialRecord trial) {
        neighbourhood.add(index(trial));
    }

    private int index(TrialRecord trial) {
        return Objects.requireNonNull(indices.get(trial), () -> trial + " has not begun");
    }

    /**
     * Splits the trials in two.
     *
     * @param best those that count as good, best first; all have the block
     * @param least deviation of kernels
     */
    void split(List<TrialRecord> best, double least) {
        if (kernelOf.length < observations.size()) {
            kernelOf = new int[observations.size() * 2];
        }
        Arrays.fill(kernelOf, 0, observations.size(), 0);
        good.begin(best.size());
        for (int i = 0; i < best.size(); i++) {
            int observation = index(best.get(i));
            kernelOf[observation] = -1;
            good.add(observations, observation, (best.size() - i) / (double) best.size());
            spreadGood(i, observation, least);
        }
        good.finish();
        fillRest(best.size(), least);
    }

    /** As wide along all axes: a kernel that took its width from each apart would lose the axes along which the good ones agree. */
    private void spreadGood(int kernel, int observation, double least) {
        double width = WIDTH * neighbourhood.spread(observation);
        for (int i = 0; i < axes.length; i++) {
            double cell = axes[i].kind() == Axis.Kind.COUNTABLE ? axes[i].width(observations.cell(i, observation)) : 0;
            good.spread(i, kernel, Math.min(1, Math.max(width, Math.max(cell, least))));
        }
    }

    private void fillRest(int good, double least) {
        rest.begin(observations.size() - good);
        for (int i = 0; i < observations.size(); i++) {
            if (kernelOf[i] >= 0) {
                kernelOf[i] = rest.size();
                rest.add(observations, i, 1);
            }
        }
        for (int i = 0; i < axes.length; i++) {
            if (!axes[i].isCategorical()) {
                gaps[i].spread(rest, kernelOf, least);
            }
        }
        rest.finish();
    }

    /** Moves a point, along the axes of this block, to the best of so many drawn from the good ones. */
    void propose(RandomGenerator random, int candidates, Point point) {
        Point candidate = new Point(point.at.length);
        double best = Double.NEGATIVE_INFINITY;
        Point chosen = new Point(point.at.length);
        for (int i = 0; i < candidates; i++) {
            good.draw(random, candidate);
            double score = good.log(candidate) - rest.log(candidate);
            if (i == 0 || score > best) {
                best = score;
                chosen.copyFrom(candidate);
            }
        }
        for (Axis axis : axes) {
            point.setCell(axis, chosen.cell[axis.index()], chosen.at[axis.index()]);
        }
    }
}
