package org.jerboa.benchmarks.executor;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jerboa.tune.data.Dataset;

/** Times the study and what it is compared with, on the same data in the same process. */
final class Rivals {

    private final ExecutorPlan plan;
    private final Dataset data;
    private final PrintStream progress;
    private Optional<List<Recipe>> recipes = Optional.empty();

    Rivals(ExecutorPlan plan, Dataset data, PrintStream progress) {
        this.plan = plan;
        this.data = data;
        this.progress = progress;
    }

    /** There and back by turns: whatever speeds up or slows down with time does so for all ways alike. */
    Comparison repeat(int number) throws Exception {
        progress.println("repetition " + (number + 1) + " of " + plan.repetitions());
        if (number % 2 == 0) {
            StudyOfPerceptrons.Outcome study = study();
            Course taskParallel = taskParallel();
            return new Comparison(study, taskParallel, loopSeconds());
        }
        double loop = loopSeconds();
        Course taskParallel = taskParallel();
        return new Comparison(study(), taskParallel, loop);
    }

    private StudyOfPerceptrons.Outcome study() throws Exception {
        StudyOfPerceptrons.Outcome outcome = timed(
                "a study on " + ExecutorPlan.WORKERS + " workers",
                new StudyOfPerceptrons(plan.epochs(), data)::run,
                study -> study.course().seconds());
        List<Recipe> found = outcome.watch().recipes();
        if (!recipes.orElse(found).equals(found)) {
            throw new IllegalStateException("the study went other ways than the time before: " + found + " instead of "
                    + recipes + "; this is a defect");
        }
        recipes = Optional.of(found);
        return outcome;
    }

    private Course taskParallel() throws Exception {
        return timed(
                ExecutorPlan.WORKERS + " threads that train whole trials",
                () -> new TaskParallel(ExecutorPlan.WORKERS, plan.epochs(), data).run(recipes.orElseThrow()),
                Course::seconds);
    }

    /** Of one epoch, times their number: an epoch of a perceptron takes as long as any other. */
    private double loopSeconds() throws Exception {
        Course oneEpoch = timed(
                "one epoch of each trial on 1 thread",
                () -> new TaskParallel(1, 1, data).run(recipes.orElseThrow()),
                Course::seconds);
        return oneEpoch.seconds() * plan.epochs();
    }

    private <T> T timed(String what, Callable<T> work, ToDoubleFunction<T> seconds) throws Exception {
        double before = cpuSeconds();
        T done = work.call();
        progress.printf(
                Locale.ROOT, "  %.2f s, %.2f s of CPU, %s%n", seconds.applyAsDouble(done), cpuSeconds() - before, what);
        return done;
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
