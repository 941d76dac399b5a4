package org.jerboa.benchmarks.executor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;

/** Notes what a study does. Read when the study has ended. */
final class Watch implements StudyListener {

    private static final double NANOS = 1e9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Integer, StudyEvent.TrialStarted> trials = new TreeMap<>();
    private final Map<Integer, List<List<Integer>>> orders = new TreeMap<>();
    private final Map<Integer, Long> modelBytes = new TreeMap<>();
    private final Map<Integer, Long> trainingNanos = new TreeMap<>();
    private final long begin = System.nanoTime();
    private long lastFirstMetric;
    private long overheadNanos;
    private long coordinatorNanos;

    @Override
    public void on(StudyEvent event, StudyProgress progress) {
        if (event instanceof StudyEvent.TrialStarted start) {
            trials.put(start.trial(), start);
            orders.put(start.trial(), new ArrayList<>());
        } else if (event instanceof StudyEvent.UnitTrained unit) {
            trained(unit);
        } else if (event instanceof StudyEvent.UnitEvaluated unit) {
            overheadNanos += unit.cost().overheadNanos();
        } else if (event instanceof StudyEvent.EpochFinished epoch
                && epoch.result().epoch() == 0) {
            lastFirstMetric = System.nanoTime() - begin;
        }
        // listeners are called on the coordinator's thread
        coordinatorNanos = threads.getCurrentThreadCpuTime();
    }

    private void trained(StudyEvent.UnitTrained unit) {
        List<List<Integer>> epochs = orders.getOrDefault(unit.trial(), List.of());
        if (unit.position() == 0) {
            epochs.add(new ArrayList<>());
        }
        epochs.get(unit.epoch()).add(unit.shard());
        UnitCost cost = unit.cost();
        overheadNanos += cost.overheadNanos();
        modelBytes.merge(unit.trial(), cost.modelBytes(), Math::max);
        trainingNanos.merge(unit.trial(), cost.toolNanos(), Long::sum);
    }

    /** What each trial consisted of, by number. */
    List<Recipe> recipes() {
        return trials.values().stream()
                .map(start -> new Recipe(
                        start.trial(),
                        start.configuration(),
                        start.seed(),
                        orders.getOrDefault(start.trial(), List.of())))
                .toList();
    }

    /** Until every trial had been validated once, since this was made. */
    double firstMetricSeconds() {
        return lastFirstMetric / NANOS;
    }

    /** Of workers beside training and evaluation. */
    double overheadSeconds() {
        return overheadNanos / NANOS;
    }

    /** Processor time of the thread that decides. */
    double coordinatorSeconds() {
        return coordinatorNanos / NANOS;
    }

    /** Memory of each trial's model. */
    List<Long> modelBytes() {
        return List.copyOf(modelBytes.values());
    }

    /** How many times more training time the most costly trial took than the cheapest. */
    double spread() {
        long[] sorted = trainingNanos.values().stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return (double) sorted[sorted.length - 1] / sorted[0];
    }
}
