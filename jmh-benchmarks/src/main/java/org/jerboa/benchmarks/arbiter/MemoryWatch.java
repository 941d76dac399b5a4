package org.jerboa.benchmarks.arbiter;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.jerboa.arbiter.JerboaOptimizationRunner;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;

/** The process's memory, on the heap and off it, after each candidate of a search. */
final class MemoryWatch extends BaseStatusListener {

    private static final double MEGABYTE = 1 << 20;

    /** What a garbage collection more or less makes of the same search. */
    private static final double NOISE_MEGABYTES = 100;

    private final int candidates;
    private final List<Double> megabytes = new ArrayList<>();

    MemoryWatch(int candidates) {
        this.candidates = candidates;
    }

    @Override
    public void onRunnerStatusChange(IOptimizationRunner runner) {
        megabytes.add(Pointer.physicalBytes() / MEGABYTE);
    }

    /** The highest of the last fifth less that of the second: the first fifth fills pools and caches. */
    Figure growth(int images) {
        JerboaOptimizationRunner runner =
                new JerboaOptimizationRunner(2, Program.BASIC.configuration(images, candidates));
        runner.addListeners(this);
        runner.execute();
        int fifth = candidates / 5;
        double growth = highest(candidates - fifth, candidates) - highest(fifth, 2 * fifth);
        return Figure.of("memory.growth", growth, "MB").aiming(Goal.atMost(NOISE_MEGABYTES));
    }

    private double highest(int from, int to) {
        return megabytes.subList(from, to).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }
}
