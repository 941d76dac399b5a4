package org.jerboa.benchmarks.executor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.mop.MopExecutor;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;

/** The trials trained by a study as a user would run it: with a folder, so with journal, checkpoints and result files. */
final class StudyOfPerceptrons {

    private static final double NANOS = 1e9;

    private final int epochs;
    private final Dataset data;

    StudyOfPerceptrons(int epochs, Dataset data) {
        this.epochs = epochs;
        this.data = data;
    }

    Outcome run() throws IOException {
        Path folder = Files.createTempDirectory("jerboa-executor-");
        try {
            return run(folder.resolve("study"));
        } finally {
            delete(folder);
        }
    }

    private Outcome run(Path folder) throws IOException {
        long begin = System.nanoTime();
        Watch watch = new Watch();
        StudyResult<MultiLayerNetwork> result = Study.of(Perceptrons.SPACE, Perceptrons.HANDLER)
                .data(data)
                .search(Perceptrons.search(epochs))
                .maximize("accuracy")
                .on(MopExecutor.threads(ExecutorPlan.WORKERS))
                .folder(folder)
                .seed(ExecutorPlan.SEED)
                .listener(watch)
                .run();
        double seconds = (System.nanoTime() - begin) / NANOS;
        List<List<Map<String, Double>>> metrics = result.ranking().stream()
                .sorted(Comparator.comparingInt(Trial::id))
                .map(trial -> trial.epochs().stream().map(EpochResult::metrics).toList())
                .toList();
        return new Outcome(new Course(seconds, watch.firstMetricSeconds(), metrics), result.cost(), watch);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What came of it. */
    record Outcome(Course course, StudyCost cost, Watch watch) {

        /** Time inside the tool, if all workers were inside it all the time. */
        double idealSeconds() {
            return toolSeconds() / cost.workers();
        }

        double workerSeconds() {
            return course.seconds() * cost.workers();
        }

        /** Seconds in which workers had nothing to do: before the first unit, after the last, and between. */
        double idleSeconds() {
            return workerSeconds() - toolSeconds() - watch.overheadSeconds();
        }

        private double toolSeconds() {
            return cost.trainingSeconds() + cost.evaluationSeconds();
        }
    }
}
