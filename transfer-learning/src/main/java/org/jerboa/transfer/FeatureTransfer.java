package org.jerboa.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Planner;
import org.jerboa.transfer.plan.RunningNetwork;
import org.jerboa.transfer.plan.TransferPlan;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which layer of a pre-trained network gives the best features for another task? For every layer that is to be compared, downstream
 * models are searched for by a study, each output of a layer being computed and stored as a plan says.
 *
 * <pre>{@code
 * TransferResult result = FeatureTransfer.of(pretrained)
 *         .data(images)
 *         .layers("conv3", "conv4", "dense")
 *         .heads(Head.logistic(), Head.mlp())
 *         .search(RandomSearch.trials(8).epochs(10))
 *         .maximize("accuracy")
 *         .on(MopExecutor.threads())
 *         .run();
 *
 * ComputationGraph network = result.network();
 * }</pre>
 *
 * <p>The dataset's tensors of features are what the network is given, but for those that are named as {@link #structured}: these are
 * given to the downstream models beside the features, and alone as a baseline. Downstream models learn from the training split and are
 * compared on the validation split, as in any study.
 *
 * <p>All plans come to the same features and so to the same downstream models, bit for bit, with the same {@link #batchSize} and number
 * of tool threads. The outputs of layers for a shard are computed by the thread that opens it first, so that the threads of a study
 * compute different shards side by side; on a grid by the worker that has the shard.
 *
 * <p>With a {@link #folder} each study has a folder of its own in it, and {@link #resume} goes on where a run was
 * interrupted: models are not trained again, and outputs of layers that are whole in files are not computed again; those on the heap are.
 *
 * <p>A builder: not thread-safe. The network must be neither trained nor closed while it is in use here.
 *
 * <p>After Supun Nakandala and Arun Kumar, <i>Vista: Optimized System for Declarative Feature Transfer from Deep CNNs at Scale</i>,
 * SIGMOD 2020.
 */
public final class FeatureTransfer {

    private final Model network;
    private final Set<String> structured = new LinkedHashSet<>();
    private final Map<String, List<Head>> headsOfLayers = new HashMap<>();
    private TransferProblem.@Nullable LayerChoice layers;
    private List<Head> heads = List.of(Head.logistic());
    private Pooling pooling = Pooling.AVERAGE;
    private Budget budget = Budget.heap();
    private int batchSize = 32;
    private ElementType stored = ElementType.FLOAT32;
    private boolean oneDnn = true;
    private long seed = 42;
    private TransferPlan.@Nullable Kind kind;
    private @Nullable Dataset data;
    private @Nullable SearchAlgorithm search;
    private @Nullable Objective objective;
    private @Nullable StudyExecutor executor;
    private @Nullable Path folder;

    private FeatureTransfer(Model network) {
        this.network = network;
    }

    /** From a sequential network. Its layers are called as they are named, or {@code layer0}, {@code layer1} and so on. */
    public static FeatureTransfer of(MultiLayerNetwork network) {
        return new FeatureTransfer(network);
    }

    /** From a graph of layers. */
    public static FeatureTransfer of(ComputationGraph network) {
        return new FeatureTransfer(network);
    }

    /**
     * From a file: the tool's own, or HDF5 of Keras 2 where the tool's import of it is on the class path (docs/feature-transfer.md).
     *
     * @throws IOException naming the file, if it is missing, damaged or something else
     */
    public static FeatureTransfer load(Path file) throws IOException {
        return new FeatureTransfer(ModelFile.read(file));
    }

    /** Images (or whatever the network takes), labels, and structured features if there are any. */
    public FeatureTransfer data(Dataset dataset) {
        this.data = dataset;
        return this;
    }

    /** Tensors of features that are not for the network but for the downstream models. */
    public FeatureTransfer structured(String... tensors) {
        structured.addAll(Arrays.asList(tensors));
        return this;
    }

    /** The layers to compare, by name. */
    public FeatureTransfer layers(String... names) {
        List<String> chosen = List.of(names);
        this.layers = graph -> TransferProblem.named(graph, chosen);
        return this;
    }

    /** Compares the last convolution and dense layers before the outputs of the network. */
    public FeatureTransfer top(int count) {
        this.layers = graph -> TransferProblem.top(graph, count);
        return this;
    }

    /** How the output of a layer becomes a vector; {@link Pooling#AVERAGE} unless set. Vectors stay as they are. */
    public FeatureTransfer pooling(Pooling how) {
        this.pooling = how;
        return this;
    }

    /** The kinds of downstream models; {@link Head#logistic()} unless set. */
    public FeatureTransfer heads(Head... kinds) {
        this.heads = List.of(kinds);
        return this;
    }

    /** The kinds of downstream models of one layer, in the place of {@link #heads}. */
    public FeatureTransfer headsOf(String layer, Head... kinds) {
        headsOfLayers.put(layer, List.of(kinds));
        return this;
    }

    /** How downstream models are searched for: the same in every study. */
    public FeatureTransfer search(SearchAlgorithm algorithm) {
        this.search = algorithm;
        return this;
    }

    /** Compares by the highest value. */
    public FeatureTransfer maximize(String metric) {
        this.objective = Objective.maximize(metric);
        return this;
    }

    /** Compares by the lowest value. */
    public FeatureTransfer minimize(String metric) {
        this.objective = Objective.minimize(metric);
        return this;
    }

    /** Where the studies run. */
    public FeatureTransfer on(StudyExecutor where) {
        this.executor = where;
        return this;
    }

    /**
     * Room for outputs of layers; {@link Budget#heap()} unless set. On a grid that of all workers together, who keep outputs in the place of
     * this process.
     */
    public FeatureTransfer budget(Budget room) {
        this.budget = room;
        return this;
    }

    /** Lazy, eager or staged; unless set, the cheapest plan within the budget is looked for. */
    public FeatureTransfer plan(TransferPlan.Kind wanted) {
        if (wanted == TransferPlan.Kind.GROUPED) {
            throw new IllegalArgumentException("GROUPED has no one plan; ask for LAZY, EAGER or STAGED, or for none");
        }
        this.kind = wanted;
        return this;
    }

    /**
     * As what numbers features are stored to learn from; {@link ElementType#FLOAT32}, and so as they are computed, unless set.
     *
     * <p>{@link ElementType#FLOAT16} takes half the room and rounds each by at most one part in 2048 (below 6.1e-5 by 3e-8). {@link
     * ElementType#UINT8} takes a quarter: each is rounded to one of 256 steps from the least to the greatest that the layer gives for the first
     * training examples, up to 256 of the first shard; what lies outside becomes the nearest step. Downstream models learn from what is stored. What a
     * plan keeps to go on from stays as it is, so that all plans come to the same features. A {@linkplain TransferResult#network deployed
     * network} gives its head the features unrounded.
     *
     * @throws IllegalArgumentException for INT32
     */
    public FeatureTransfer storeAs(ElementType type) {
        if (type == ElementType.INT32) {
            throw new IllegalArgumentException("features cannot be stored as INT32; choose FLOAT32, FLOAT16 or UINT8");
        }
        this.stored = type;
        return this;
    }

    /** Examples that go through the network at once; 32 unless set. More take more memory. */
    public FeatureTransfer batchSize(int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("batchSize (" + examples + ") must be at least 1");
        }
        this.batchSize = examples;
        return this;
    }

    /** Whether the network runs on oneDNN, as {@code Dl4jHandler.oneDnn} says; on unless set. */
    public FeatureTransfer oneDnn(boolean enabled) {
        this.oneDnn = enabled;
        return this;
    }

    /** Where the studies leave their journals and models, each in a folder of its own. */
    public FeatureTransfer folder(Path path) {
        this.folder = path;
        return this;
    }

    /** Seed of every study, 42 unless set. */
    public FeatureTransfer seed(long value) {
        this.seed = value;
        return this;
    }

    /**
     * The plan, without computing anything.
     *
     * @throws IllegalStateException if data or layers are not set
     * @throws IllegalArgumentException if the data does not fit the network, there is no such layer, or no plan fits into the budget
     */
    public PlannedTransfer plan() {
        return planned(problem());
    }

    /**
     * Computes and compares.
     *
     * @throws IllegalStateException if something was not set
     * @throws IllegalArgumentException as {@link #plan()}
     * @throws UncheckedIOException if examples cannot be read, or outputs of layers not be stored
     */
    public TransferResult run() {
        return run(false);
    }

    /** Goes on with the run in the folder: studies that were begun are resumed, the others are run. */
    public TransferResult resume() {
        if (folder == null) {
            throw new IllegalStateException(
                    "a run without a folder cannot be resumed; give it the one it had, with folder(path)");
        }
        return run(true);
    }

    private TransferResult run(boolean resume) {
        Objective by = required(objective, "objective", "maximize(\"accuracy\")");
        required(search, "search algorithm", "search(RandomSearch.trials(8).epochs(10))");
        StudyExecutor where = required(executor, "executor", "on(MopExecutor.threads())");
        TransferProblem problem = problem();
        requireKnown(problem, headsOfLayers.keySet());
        PlannedTransfer planned = planned(problem);
        TransferRun run;
        StudyExecutor.Hold workers = where.hold(); // they have what the next study goes on from
        try {
            run = new TransferRun(
                    problem,
                    planned.plan(),
                    budget,
                    batchSize,
                    problem.form(batchSize),
                    folder != null,
                    layer -> layer.map(headsOfLayers::get).orElse(heads),
                    (name, head, graph, examples) -> study(name, head, graph, examples, resume));
            run.run();
        } catch (IOException e) {
            throw new UncheckedIOException("outputs of layers cannot be computed or stored: " + e.getMessage(), e);
        } finally {
            workers.close();
        }
        return new TransferResult(problem, planned, run.results(), run.cost(), by);
    }

    private static void requireKnown(TransferProblem problem, Set<String> layers) {
        List<String> unknown = new ArrayList<>(layers);
        unknown.removeAll(problem.features().keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "heads are given for " + unknown + ", which are not among the layers that are compared, "
                            + problem.features().keySet());
        }
    }

    private StudyResult<ComputationGraph> study(
            String name, Head head, HeadGraph graph, Dataset examples, boolean resume) {
        Study<ComputationGraph> study = Study.of(head.space(), Dl4j.graph(graph))
                .data(examples)
                .search(required(search, "", ""))
                .objective(required(objective, "", ""))
                .on(required(executor, "", ""))
                .seed(seed);
        if (folder != null) {
            Path own = folder.resolve(name);
            study.folder(own);
            if (resume && TransferRun.isBegun(own)) {
                return study.resume();
            }
        }
        return study.run();
    }

    private TransferProblem problem() {
        return TransferProblem.of(
                network,
                oneDnn,
                required(data, "data", "data(Datasets.images(folder).load())"),
                structured,
                required(layers, "layers", "top(3)"),
                pooling,
                stored);
    }

    private PlannedTransfer planned(TransferProblem problem) {
        TransferPlan plan = kind == null ? Planner.plan(problem.work(), budget) : asked(problem, kind);
        INDArray parameters = problem.network().parameters();
        RunningNetwork network =
                new RunningNetwork(parameters.length() * parameters.dataType().width(), batchSize);
        return new PlannedTransfer(problem.work(), plan, budget, network);
    }

    private TransferPlan asked(TransferProblem problem, TransferPlan.Kind wanted) {
        TransferPlan plan = switch (wanted) {
            case LAZY -> TransferPlan.lazy(problem.work());
            case EAGER -> TransferPlan.eager(problem.work());
            case STAGED, GROUPED -> TransferPlan.staged(problem.work());
        };
        long needed = plan.peakBytes(problem.work());
        if (needed > Math.max(budget.memoryBytes(), budget.diskBytes())) {
            throw new IllegalArgumentException("the " + wanted + " plan needs " + needed + " bytes, and the budget is "
                    + budget.memoryBytes() + " bytes of memory and " + budget.diskBytes()
                    + " of disk; raise it, or leave the plan to be chosen");
        }
        return plan;
    }

    private static <T> T required(@Nullable T value, String what, String remedy) {
        if (value == null) {
            throw new IllegalStateException("the transfer has no " + what + "; set it, for instance " + remedy);
        }
        return value;
    }
}
