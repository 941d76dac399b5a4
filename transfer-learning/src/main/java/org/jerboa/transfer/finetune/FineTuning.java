package org.jerboa.transfer.finetune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Dl4jHandler;
import org.jerboa.dl4j.Updaters;
import org.jerboa.transfer.HeadFunction;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.jspecify.annotations.Nullable;

/**
 * Trains the upper layers of a pre-trained network for another task. Each configuration says up to where the network is frozen, and how
 * the rest is trained. Outputs of frozen layers are computed once for all configurations and epochs, as far as there is room for them.
 *
 * <pre>{@code
 * FineTuningResult result = FineTuning.of(pretrained)
 *         .data(images)
 *         .space(SearchSpace.of(
 *                 categorical("freezeUpTo", "conv3", "conv4", "pool"),
 *                 real("learningRate").log(1e-4, 1e-2),
 *                 integer("batchSize").log(16, 64)))
 *         .head("pool", Example::head)
 *         .search(RandomSearch.trials(8).epochs(5))
 *         .maximize("accuracy")
 *         .on(MopExecutor.threads())
 *         .run();
 *
 * ComputationGraph network = result.network();
 * }</pre>
 *
 * <p>To freeze up to a layer is to freeze it and all that it depends on. The hyperparameter's values are names of layers; several in
 * one value stand with commas between them, and the name of the network's input freezes nothing. Frozen layers run in inference, as they
 * do in the tool's {@code FrozenLayer}: batch normalisation with the statistics that it has, no dropout. Pooling, activations, additions
 * and merges that directly follow frozen layers are computed with them.
 *
 * <p>Losses, metrics and weights are those of training with the frozen layers in place, bit for bit where the frozen layers compute
 * each example alike in minibatches of any size. Convolution, batch normalisation, pooling and activations do. A dense layer's last
 * bits depend on the number of examples; where one is frozen and stored, its outputs are those of minibatches of {@link #batchSize}.
 *
 * <p>With a {@link #folder}, {@link #resume} goes on where a run was interrupted: outputs of layers are computed again, epochs that
 * were trained are not.
 *
 * <p>A builder: not thread-safe. The network must be neither trained nor closed while it is in use here.
 */
public final class FineTuning {

    private static final int DEFAULT_CONFIGURATIONS = 10;
    private static final int DEFAULT_EPOCHS = 10;

    private final Model network;
    private String hyperparameter = "freezeUpTo";
    private FineTuneFunction settings = FineTuning::updater;
    private Budget budget = Budget.heap();
    private int batchSize = 32;
    private int configurations = DEFAULT_CONFIGURATIONS;
    private int epochs = DEFAULT_EPOCHS;
    private boolean oneDnn = true;
    private long seed = 42;
    private FineTuneProblem.@Nullable HeadChoice head;
    private @Nullable Dataset data;
    private @Nullable SearchSpace space;
    private @Nullable SearchAlgorithm search;
    private @Nullable Objective objective;
    private @Nullable StudyExecutor executor;
    private @Nullable Path folder;

    private FineTuning(Model network) {
        this.network = network;
    }

    /** Of a sequential network. Its layers are called as they are named, or {@code layer0}, {@code layer1} and so on. */
    public static FineTuning of(MultiLayerNetwork network) {
        return new FineTuning(network);
    }

    /** Of a graph of layers. */
    public static FineTuning of(ComputationGraph network) {
        return new FineTuning(network);
    }

    private static FineTuneConfiguration updater(Configuration configuration) {
        return FineTuneConfiguration.builder()
                .updater(Updaters.of(configuration))
                .build();
    }

    /** Images (or whatever the network takes) and labels. */
    public FineTuning data(Dataset dataset) {
        this.data = dataset;
        return this;
    }

    /** The configurations to choose from, with the choice of layers that the network is frozen up to. */
    public FineTuning space(SearchSpace configurationsToChooseFrom) {
        this.space = configurationsToChooseFrom;
        return this;
    }

    /** The hyperparameter that says up to where the network is frozen; {@code freezeUpTo} unless set. */
    public FineTuning freezeUpTo(String name) {
        this.hyperparameter = name;
        return this;
    }

    /**
     * How layers of the network that are not frozen are trained; unless set, with the updater that {@code Updaters.of(configuration)}
     * gives, and otherwise as the network was.
     */
    public FineTuning settings(FineTuneFunction function) {
        this.settings = function;
        return this;
    }

    /** {@link #head(String, Pooling, HeadFunction)} on averages of channels. */
    public FineTuning head(String layer, HeadFunction function) {
        return head(layer, Pooling.AVERAGE, function);
    }

    /**
     * New layers in the place of those behind a layer of the network; unless set, the network keeps its own outputs.
     *
     * @param layer the last that is kept
     * @param pooling how its output becomes a vector
     * @param function describes the new layers, with how they are trained
     */
    public FineTuning head(String layer, Pooling pooling, HeadFunction function) {
        this.head = new FineTuneProblem.HeadChoice(layer, pooling, function);
        return this;
    }

    /** How configurations are searched for. */
    public FineTuning search(SearchAlgorithm algorithm) {
        this.search = algorithm;
        return this;
    }

    /** Compares by the highest value. */
    public FineTuning maximize(String metric) {
        this.objective = Objective.maximize(metric);
        return this;
    }

    /** Compares by the lowest value. */
    public FineTuning minimize(String metric) {
        this.objective = Objective.minimize(metric);
        return this;
    }

    /** Where the study runs. */
    public FineTuning on(StudyExecutor where) {
        this.executor = where;
        return this;
    }

    /** Room for outputs of layers; {@link Budget#heap()} unless set. With no room at all, everything is computed in every epoch. */
    public FineTuning budget(Budget room) {
        this.budget = room;
        return this;
    }

    /**
     * What the plan reckons with; 10 configurations of 10 epochs each unless set. It decides what is worth storing, not what is run.
     */
    public FineTuning expect(int configurationsToTrain, int epochsOfEach) {
        if (configurationsToTrain < 1 || epochsOfEach < 1) {
            throw new IllegalArgumentException("configurations (" + configurationsToTrain + ") and epochs ("
                    + epochsOfEach + ") that are expected must be at least 1");
        }
        this.configurations = configurationsToTrain;
        this.epochs = epochsOfEach;
        return this;
    }

    /** Examples that go through the frozen layers at once when outputs are stored; 32 unless set. */
    public FineTuning batchSize(int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("batchSize (" + examples + ") must be at least 1");
        }
        this.batchSize = examples;
        return this;
    }

    /** Whether networks run on oneDNN, as {@code Dl4jHandler.oneDnn} says; on unless set. */
    public FineTuning oneDnn(boolean enabled) {
        this.oneDnn = enabled;
        return this;
    }

    /** Where the study leaves its journal and models. */
    public FineTuning folder(Path path) {
        this.folder = path;
        return this;
    }

    /** Seed of the study, 42 unless set. */
    public FineTuning seed(long value) {
        this.seed = value;
        return this;
    }

    /**
     * The plan, without computing anything.
     *
     * @throws IllegalStateException if data or space are not set
     * @throws IllegalArgumentException if the data does not fit the network, the space does not say up to which layers the network is
     *     frozen, or one of them cannot be frozen; the message says why
     */
    public PlannedFineTuning plan() {
        return planned(problem());
    }

    /**
     * Stores what the plan says, and trains.
     *
     * @throws IllegalStateException if something was not set
     * @throws IllegalArgumentException as {@link #plan()}
     * @throws UncheckedIOException if examples cannot be read, or outputs of layers not be stored
     */
    public FineTuningResult run() {
        return run(false);
    }

    /** Goes on with the run in the folder. */
    public FineTuningResult resume() {
        if (folder == null) {
            throw new IllegalStateException(
                    "a run without a folder cannot be resumed; give it the one it had, with folder(path)");
        }
        return run(true);
    }

    private FineTuningResult run(boolean resume) {
        StudySettings study = study();
        FineTuneProblem problem = problem();
        PlannedFineTuning planned = planned(problem);
        Pretrained pretrained = new Pretrained(problem.network());
        Dl4jHandler<ComputationGraph> handler = handler(problem, planned.plan(), pretrained);
        try (FineTuneRun run = new FineTuneRun(problem, planned.plan(), budget, batchSize)) {
            StudyResult<ComputationGraph> result = run.learn(examples -> {
                Study<ComputationGraph> trained = study.over(problem.space(), handler, examples);
                return resume ? trained.resume() : trained.run();
            });
            return new FineTuningResult(result, planned, pretrained, problem.depths(), run.cost());
        } catch (IOException e) {
            throw new UncheckedIOException("outputs of layers cannot be computed or stored: " + e.getMessage(), e);
        }
    }

    private StudySettings study() {
        return new StudySettings(
                required(objective, "objective", "maximize(\"accuracy\")"),
                required(search, "search algorithm", "search(RandomSearch.trials(8).epochs(5))"),
                required(executor, "executor", "on(MopExecutor.threads())"),
                seed,
                folder);
    }

    /** Of the trained parts; package-private so that tests can make models as the study does. */
    Dl4jHandler<ComputationGraph> handler(FineTuneProblem problem, ReusePlan plan, Pretrained pretrained) {
        FreezeDepths depths = problem.depths();
        return Dl4j.graph(new TrainedPart(pretrained, depths, settings, problem.head()))
                .oneDnn(oneDnn)
                .startingFrom(pretrained)
                .inputs(new FrozenInputs(pretrained, depths, plan.reuses(), problem.images(), problem.imageBytes()));
    }

    FineTuneProblem problem() {
        return FineTuneProblem.of(
                network,
                oneDnn,
                required(data, "data", "data(Datasets.images(folder).load())"),
                required(
                        space,
                        "search space",
                        "space(SearchSpace.of(categorical(\"freezeUpTo\", \"conv3\", \"conv4\")))"),
                hyperparameter,
                head,
                configurations,
                epochs);
    }

    PlannedFineTuning planned(FineTuneProblem problem) {
        return new PlannedFineTuning(problem.work(), ReusePlanner.plan(problem.work(), budget), budget);
    }

    private static <T> T required(@Nullable T value, String what, String remedy) {
        if (value == null) {
            throw new IllegalStateException("fine-tuning has no " + what + "; set it, for instance " + remedy);
        }
        return value;
    }
}
