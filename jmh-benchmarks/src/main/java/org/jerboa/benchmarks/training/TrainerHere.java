package org.jerboa.benchmarks.training;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.jerboa.tune.data.Dataset;

/** Trains in this process. */
final class TrainerHere implements Trainer {

    private final TrainingPlan plan;
    private final Dataset data;

    TrainerHere(TrainingPlan plan) throws IOException {
        this.plan = plan;
        this.data = TrainingData.load(plan);
    }

    @Override
    public Timing train(Way way) throws Exception {
        double before = cpuSeconds();
        Timing timing = run(way);
        return timing.withCpuSeconds(cpuSeconds() - before);
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    private Timing run(Way way) throws Exception {
        return switch (way) {
            case STUDY -> new StudyOfLeNets(plan, data).run(true);
            case STUDY_WITHOUT_ONEDNN -> new StudyOfLeNets(plan, data).run(false);
            case LOOP -> new PlainLoop(plan, data).one();
            case PLAIN_THREADS -> new PlainLoop(plan, data).two(true);
            case PLAIN_THREADS_WITH_DEFAULTS -> new PlainLoop(plan, data).two(false);
        };
    }

    @Override
    public void close() {
        // each run frees its own models
    }
}
