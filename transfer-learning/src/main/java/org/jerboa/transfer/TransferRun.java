package org.jerboa.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.data.store.FolderStorage;
import org.jerboa.data.store.HeapStorage;
import org.jerboa.data.store.Storage;
import org.jerboa.transfer.materialise.Materialiser;
import org.jerboa.transfer.materialise.OutputForm;
import org.jerboa.transfer.materialise.StoredLayer;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.transfer.plan.TransferPlan;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.study.StudyResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out a plan: a pass, the studies on what it gives, and the next pass. For one thread. */
final class TransferRun {

    private static final Logger LOG = LoggerFactory.getLogger(TransferRun.class);

    /** Runs the study of a head on a dataset; {@code name} is of its folder. */
    interface Studies {

        StudyResult<ComputationGraph> run(String name, Head head, HeadGraph graph, Dataset data);
    }

    /** The kinds of downstream models of a layer; empty for the structured features alone. */
    interface HeadChoice {

        List<Head> of(Optional<String> layer);
    }

    private final TransferProblem problem;
    private final TransferPlan plan;
    private final Budget budget;
    private final HeadChoice heads;
    private final Studies studies;
    private final Materialiser materialiser;
    private final Map<String, StoredLayer> stored = new LinkedHashMap<>();
    private final List<LayerResult> results = new ArrayList<>();
    private long written;
    private long peak;
    private long nanos;

    TransferRun(
            TransferProblem problem,
            TransferPlan plan,
            Budget budget,
            int batchSize,
            OutputForm form,
            HeadChoice heads,
            Studies studies) {
        this.problem = problem;
        this.plan = plan;
        this.budget = budget;
        this.heads = heads;
        this.studies = studies;
        this.materialiser = new Materialiser(problem.network(), problem.data(), problem.images(), batchSize, form);
    }

    /** In the network's order of layers; passes may give them in another. */
    List<LayerResult> results() {
        List<String> layers = List.copyOf(problem.features().keySet());
        return results.stream()
                .sorted(Comparator.comparingInt(
                        result -> result.layer().map(layers::indexOf).orElse(-1)))
                .toList();
    }

    TransferCost cost() {
        return new TransferCost(materialiser.multiplyAccumulates(), written, peak, Duration.ofNanos(nanos));
    }

    void run() throws IOException {
        if (!problem.structured().isEmpty()) {
            learn(Optional.empty(), data(null));
        }
        try {
            for (Pass pass : plan.passes()) {
                LOG.debug("Computing outputs of layers: {}", pass);
                materialise(pass);
                for (String vertex : pass.features()) {
                    learn(Optional.of(layerOf(vertex)), data(stored(vertex)));
                }
                keepOnly(pass.keeps());
            }
        } finally {
            keepOnly(Set.of());
        }
    }

    private void materialise(Pass pass) throws IOException {
        long start = System.nanoTime();
        Set<String> before = Set.copyOf(stored.keySet());
        materialiser.run(pass, stored, this::storage);
        nanos += System.nanoTime() - start;
        long held = 0;
        for (Map.Entry<String, StoredLayer> layer : stored.entrySet()) {
            held += layer.getValue().bytes();
            written += before.contains(layer.getKey()) ? 0 : layer.getValue().bytes();
        }
        peak = Math.max(peak, held);
    }

    private Storage storage(String layer) throws IOException {
        long most = plan.peakBytes(problem.work());
        if (most <= budget.memoryBytes()) {
            return new HeapStorage(
                    problem.work().bytes(List.of(layer)), Runtime.getRuntime().maxMemory());
        }
        Path folder = budget.folder().orElseThrow();
        return new FolderStorage(folder.resolve(layer.replaceAll("[^A-Za-z0-9._-]", "_")));
    }

    private void keepOnly(Collection<String> layers) {
        Set<String> dropped = new LinkedHashSet<>(stored.keySet());
        dropped.removeAll(layers);
        dropped.forEach(layer -> Objects.requireNonNull(stored.remove(layer)).close());
    }

    private StoredLayer stored(String vertex) {
        return Objects.requireNonNull(stored.get(vertex), vertex);
    }

    private String layerOf(String vertex) {
        return problem.features().entrySet().stream()
                .filter(entry -> entry.getValue().equals(vertex))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private void learn(Optional<String> layer, Dataset data) {
        TensorSpec labels = data.schema().labels().get(0);
        boolean classes = labels.classes() > 0;
        List<String> inputs =
                data.schema().features().stream().map(TensorSpec::name).toList();
        int features =
                data.schema().features().stream().mapToInt(TensorSpec::elements).sum();
        HeadShape shape = new HeadShape(features, classes ? labels.classes() : labels.elements(), classes);
        for (Head head : heads.of(layer)) {
            String name =
                    layer.map(of -> of.replaceAll("[^A-Za-z0-9._-]", "_")).orElse("structured") + "-" + head.name();
            StudyResult<ComputationGraph> study =
                    studies.run(name, head, new HeadGraph(head.function(), shape, inputs), data);
            results.add(new LayerResult(layer, head.name(), features, inputs, study));
        }
    }

    /** The features of a layer, or nothing, beside the structured features and the labels. Nothing is copied. */
    private Dataset data(@Nullable StoredLayer features) throws IOException {
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (Shard source : problem.data().shards(split)) {
                List<Tensor> tensors = new ArrayList<>();
                if (features != null) {
                    Tensor outputs = features.tensor(source);
                    TensorSpec spec = TensorSpec.features(
                                    LayerResult.FEATURES,
                                    outputs.spec().type(),
                                    outputs.spec().elements())
                            .withScaling(outputs.spec().scaling());
                    tensors.add(Tensor.of(spec, outputs.raw(), source.examples()));
                }
                Examples examples = source.open();
                problem.structured().forEach(name -> tensors.add(examples.tensor(name)));
                tensors.addAll(examples.labels());
                shards.add(Shard.of(split, source.index(), Examples.of(tensors)));
            }
        }
        return Dataset.of(problem.data().name(), problem.data().seed(), shards);
    }

    /** Whether a study was begun in this folder. */
    static boolean isBegun(Path folder) {
        return Files.exists(folder.resolve("journal.jsonl"));
    }
}
