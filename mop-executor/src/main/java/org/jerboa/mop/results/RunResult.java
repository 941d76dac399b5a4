package org.jerboa.mop.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.ParetoFront;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/**
 * A study's result. Models are restored from their checkpoints when they are asked for. Results are kept longer than the data that they came
 * of, so nothing of a study is held here that leads to its data.
 *
 * @param <M> the tool's model
 */
public final class RunResult<M> implements StudyResult<M> {

    private final ModelHandler<M> handler;
    private final SearchProblem problem;
    private final Optional<Path> folder;
    private final Optional<Path> bestFile;
    private final StudyStatus status;
    private final List<Trial> ranking;
    private final Optional<StudyEvent.Tested> tested;
    private final CheckpointStore checkpoints;
    private final StudyCost cost;
    private final Optional<BestTrial> best;

    /**
     * @param tested what the test split said of the best trial
     * @param checkpoints where the models are
     */
    public RunResult(
            StudyDefinition<M> definition,
            StudyStatus status,
            List<Trial> trials,
            Optional<StudyEvent.Tested> tested,
            CheckpointStore checkpoints,
            StudyCost cost) {
        this.handler = definition.handler();
        this.problem = definition.problem();
        this.folder = definition.folder();
        this.bestFile = folder.map(path -> path.resolve(ResultFiles.modelName(definition)));
        this.status = status;
        this.ranking = ranked(trials, problem.primary());
        this.tested = tested;
        this.checkpoints = checkpoints;
        this.cost = cost;
        this.best = ranking.stream()
                .flatMap(trial -> trial.best(problem.primary()).map(epoch -> new BestTrial(trial, epoch)).stream())
                .findFirst();
    }

    /** Sound trials before broken ones, then by value at the best epoch, then by number. */
    private static List<Trial> ranked(List<Trial> trials, Objective objective) {
        return trials.stream()
                .sorted(Comparator.comparing((Trial trial) -> trial.status().isBroken())
                        .thenComparing(trial -> trial.bestValue(objective), objective.direction()::compare)
                        .thenComparingInt(Trial::id))
                .toList();
    }

    @Override
    public StudyStatus status() {
        return status;
    }

    @Override
    public List<Trial> ranking() {
        return ranking;
    }

    @Override
    public ParetoFront paretoFront() {
        return ParetoFront.of(ranking, problem.objectives());
    }

    @Override
    public Best<M> best() {
        return best.orElseThrow(() -> new StudyException("no trial finished an epoch, so there is no best one; "
                + ranking.stream()
                        .limit(3)
                        .map(trial -> "trial " + trial.id() + " " + trial.status()
                                + trial.cause().map(cause -> ": " + cause).orElse(""))
                        .collect(Collectors.joining("; "))));
    }

    @Override
    public M model(int id) throws IOException {
        Trial trial = ranking.stream()
                .filter(candidate -> candidate.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no trial " + id + "; trials are 0 to " + (ranking.size() - 1)));
        if (trial.status() == TrialStatus.DELETED) {
            throw new IllegalArgumentException("trial " + id + " was deleted, and its checkpoints with it, so it has no"
                    + " model; stop a trial instead if its model may be wanted");
        }
        EpochResult epoch = trial.best(problem.primary())
                .orElseThrow(() -> new IllegalArgumentException(
                        "trial " + id + " (" + trial.status() + ") finished no epoch, so it has no model"));
        return restore(trial, epoch);
    }

    private M restore(Trial trial, EpochResult epoch) throws IOException {
        return checkpoints.get(
                new CheckpointId(trial.id(), epoch.version()), in -> handler.restore(trial.configuration(), in, null));
    }

    @Override
    public StudyCost cost() {
        return cost;
    }

    @Override
    public long seed() {
        return problem.seed();
    }

    @Override
    public Optional<Path> folder() {
        return folder;
    }

    /** The best one; its model is restored once. */
    private final class BestTrial implements Best<M> {

        private final Trial trial;
        private final EpochResult epoch;
        private Optional<M> model = Optional.empty();

        BestTrial(Trial trial, EpochResult epoch) {
            this.trial = trial;
            this.epoch = epoch;
        }

        @Override
        public Trial trial() {
            return trial;
        }

        @Override
        public EpochResult epoch() {
            return epoch;
        }

        @Override
        public synchronized M model() {
            if (model.isEmpty()) {
                try {
                    model = Optional.of(restore(trial, epoch));
                } catch (IOException e) {
                    throw new StudyException("the model of the best trial, " + trial.id() + ", cannot be read", e);
                }
            }
            return model.get();
        }

        @Override
        public Map<String, Double> testMetrics() {
            return tested.filter(test -> test.trial() == trial.id() && test.version() == epoch.version())
                    .map(StudyEvent.Tested::metrics)
                    .orElse(Map.of());
        }

        @Override
        public Optional<Path> file() {
            return bestFile.filter(Files::exists);
        }
    }
}
