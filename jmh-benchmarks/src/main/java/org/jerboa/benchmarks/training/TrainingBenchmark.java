package org.jerboa.benchmarks.training;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;

/**
 * Eight networks of the size of LeNet, trained by a study on two workers and in four other ways. Every repetition times
 * all ways in turn, a ratio is of two times of the same repetition, and figures are medians over repetitions.
 */
public final class TrainingBenchmark implements Benchmark {

    private final TrainingPlan full;
    private final TrainingPlan quick;
    private final Trainer.Factory trainers;

    public TrainingBenchmark() {
        this(TrainingPlan.full(), TrainingPlan.quick(), TrainerInChildren::new);
    }

    TrainingBenchmark(TrainingPlan full, TrainingPlan quick, Trainer.Factory trainers) {
        this.full = full;
        this.quick = quick;
        this.trainers = trainers;
    }

    @Override
    public String name() {
        return "training";
    }

    @Override
    public String about() {
        return "eight LeNets in a study on 2 workers against plain loops, threads and oneDNN, and where time goes";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) throws Exception {
        TrainingPlan plan = settings.quick() ? quick : full;
        try (Trainer trainer = trainers.start(plan)) {
            return run(plan, trainer, progress);
        }
    }

    private static List<Figure> run(TrainingPlan plan, Trainer trainer, PrintStream progress) throws Exception {
        progress.println(plan.models() + " LeNets, " + plan.epochs() + " epochs, on " + TrainingData.load(plan));
        List<Repetition> repetitions = new ArrayList<>();
        for (int number = 1; number <= plan.repetitions(); number++) {
            Repetition repetition = new Repetition();
            for (Way way : inOrder(number)) {
                Timing timing = trainer.train(way);
                progress.printf(
                        Locale.ROOT,
                        "repetition %d of %d: %.2f s, %.2f s of CPU, %s%n",
                        number,
                        plan.repetitions(),
                        timing.seconds(),
                        timing.cpuSeconds(),
                        way);
                repetition.add(way, timing);
            }
            repetition.requireSameModels();
            repetitions.add(repetition);
        }
        return figures(repetitions);
    }

    /** There and back by turns: whatever speeds up or slows down with time does so for all ways alike. */
    private static List<Way> inOrder(int repetition) {
        List<Way> ways = Arrays.asList(Way.values());
        if (repetition % 2 == 0) {
            Collections.reverse(ways);
        }
        return ways;
    }

    private static List<Figure> figures(List<Repetition> all) {
        List<Figure> figures = new ArrayList<>();
        figures.add(seconds(all, "study", Way.STUDY));
        figures.add(seconds(all, "loop", Way.LOOP));
        figures.add(seconds(all, "plainThreads", Way.PLAIN_THREADS));
        figures.add(seconds(all, "plainThreadsWithDefaults", Way.PLAIN_THREADS_WITH_DEFAULTS));
        figures.add(seconds(all, "studyWithoutOneDnn", Way.STUDY_WITHOUT_ONEDNN));
        figures.add(ratio(all, "loop.ratio", Way.LOOP).aiming(Goal.atLeast(1.7)));
        figures.add(ratio(all, "plainThreads.ratio", Way.PLAIN_THREADS));
        figures.add(ratio(all, "plainThreadsWithDefaults.ratio", Way.PLAIN_THREADS_WITH_DEFAULTS)
                .aiming(Goal.above(1)));
        figures.add(ratio(all, "oneDnn.ratio", Way.STUDY_WITHOUT_ONEDNN).aiming(Goal.atLeast(3)));
        figures.add(share(all, "share.training", Timing::trainingSeconds));
        figures.add(share(all, "share.evaluation", Timing::evaluationSeconds));
        figures.add(share(all, "share.hopsAndCheckpoints", Timing::overheadSeconds));
        figures.add(share(all, "share.idle", Timing::idleSeconds));
        figures.add(share(all, "share.notTrainingOrEvaluation", t -> t.overheadSeconds() + t.idleSeconds())
                .aiming(Goal.atMost(5)));
        return figures;
    }

    private static Figure seconds(List<Repetition> all, String name, Way way) {
        return median(all, name, repetition -> repetition.timing(way).seconds(), "s");
    }

    private static Figure ratio(List<Repetition> all, String name, Way way) {
        return median(all, name, repetition -> repetition.ratio(way), "x").against(way.toString());
    }

    /** A part of the study's wall time on all its workers. */
    private static Figure share(List<Repetition> all, String name, ToDoubleFunction<Timing> part) {
        return median(
                all,
                name,
                repetition -> {
                    Timing study = repetition.timing(Way.STUDY);
                    return 100 * part.applyAsDouble(study) / study.workerSeconds();
                },
                "%");
    }

    private static Figure median(List<Repetition> all, String name, ToDoubleFunction<Repetition> value, String unit) {
        return Figure.median(name, all.stream().mapToDouble(value).toArray(), unit);
    }
}
