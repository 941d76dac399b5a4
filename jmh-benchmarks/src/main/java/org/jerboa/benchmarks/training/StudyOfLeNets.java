package org.jerboa.benchmarks.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.GridSearch;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;

/** The models trained by a study as a user would run it: with a folder, so with journal, checkpoints and result files. */
final class StudyOfLeNets {

    static final long SEED = 7;
    static final int WORKERS = 2;

    private static final double NANOS = 1e9;

    private final TrainingPlan plan;
    private final Dataset data;

    StudyOfLeNets(TrainingPlan plan, Dataset data) {
        this.plan = plan;
        this.data = data;
    }

    Timing run(boolean oneDnn) throws IOException {
        Path folder = Files.createTempDirectory("jerboa-training-");
        try {
            return run(LeNet.handler(oneDnn), folder);
        } finally {
            delete(folder);
        }
    }

    private Timing run(ModelHandler<MultiLayerNetwork> handler, Path folder) throws IOException {
        LongAdder overheadNanos = new LongAdder();
        Study<MultiLayerNetwork> study = Study.of(LeNet.SPACE, handler)
                .data(data)
                .search(GridSearch.sequential()
                        .pointsPerReal(LeNet.LEARNING_RATES)
                        .trials(plan.models())
                        .epochs(plan.epochs()))
                .maximize("accuracy")
                .on(MopExecutor.threads(WORKERS))
                .folder(folder.resolve("study"))
                .seed(SEED)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.UnitTrained unit) {
                        overheadNanos.add(unit.cost().overheadNanos());
                    } else if (event instanceof StudyEvent.UnitEvaluated unit) {
                        overheadNanos.add(unit.cost().overheadNanos());
                    }
                });
        long begin = System.nanoTime();
        StudyResult<MultiLayerNetwork> result = study.run();
        double seconds = (System.nanoTime() - begin) / NANOS;
        StudyCost cost = result.cost();
        return new Timing(
                seconds,
                0,
                cost.wallSeconds(),
                cost.trainingSeconds(),
                cost.evaluationSeconds(),
                overheadNanos.sum() / NANOS,
                cost.workers(),
                digest(handler, result));
    }

    private static String digest(ModelHandler<MultiLayerNetwork> handler, StudyResult<MultiLayerNetwork> result)
            throws IOException {
        Digest digest = new Digest();
        List<Trial> trials = result.ranking().stream()
                .sorted(Comparator.comparingInt(Trial::id))
                .toList();
        for (Trial trial : trials) {
            for (EpochResult epoch : trial.epochs()) {
                Map<String, Double> metrics = epoch.metrics();
                digest.add(metrics, "loss").add(metrics, "accuracy").add(metrics, EpochResult.TRAINING_LOSS);
            }
            MultiLayerNetwork model = result.model(trial.id());
            digest.add(Digest.of(handler, model));
            handler.close(model);
        }
        return digest.toString();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
