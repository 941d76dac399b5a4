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
import org.jerboa.data.store.HeapStorage;
import org.jerboa.data.store.NamedStorage;
import org.jerboa.data.store.Storage;
import org.jerboa.transfer.materialise.Materialiser;
import org.jerboa.transfer.materialise.OutputForm;
import org.jerboa.transfer.materialise.StoredLayer;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Needs;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.transfer.plan.TransferPlan;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.study.StudyResult;
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
    private final FeatureData data;
    private final boolean resumable;
    private final Materialiser materialiser;
    private final Map<String, StoredLayer> stored = new LinkedHashMap<>();
    private final List<LayerResult> results = new ArrayList<>();

    /** @param resumable whether an interrupted run is to leave the outputs that are in files, for one that goes on */
    TransferRun(
            TransferProblem problem,
            TransferPlan plan,
            Budget budget,
            int batchSize,
            OutputForm form,
            boolean resumable,
            HeadChoice heads,
            Studies studies) {
        this.problem = problem;
        this.plan = plan;
        this.budget = budget;
        this.heads = heads;
        this.studies = studies;
        this.materialiser = new Materialiser(problem.network(), problem.images(), batchSize, form);
        this.data = new FeatureData(problem, materialiser);
        this.resumable = resumable;
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
        return new TransferCost(
                materialiser.multiplyAccumulates(),
                materialiser.bytesWritten(),
                materialiser.peakBytes(),
                Duration.ofNanos(materialiser.nanos()));
    }

    void run() throws IOException {
        if (!problem.structured().isEmpty()) {
            Dataset structured = data.structured();
            for (Head head : heads.of(Optional.empty())) {
                learn(Optional.empty(), head, structured);
            }
        }
        boolean done = false;
        try {
            for (Pass pass : plan.passes()) {
                LOG.debug("Outputs of layers are to be computed: {}", pass);
                materialiser.begin(pass, stored, this::storage);
                for (String vertex : pass.features()) {
                    learn(pass, vertex);
                }
                keepOnly(pass.keeps());
            }
            done = true;
        } finally {
            if (done || !resumable) {
                keepOnly(Set.of());
            }
        }
    }

    private Storage storage(String layer) throws IOException {
        long most = plan.peakBytes(problem.work());
        if (most <= budget.memoryBytes()) {
            return HeapStorage.unchecked(); // on a grid nothing comes here, and nothing need fit
        }
        return new NamedStorage(budget.folder().orElseThrow(), materialiser.fileNames(layer, problem.data()));
    }

    private void keepOnly(Collection<String> layers) {
        Set<String> dropped = new LinkedHashSet<>(stored.keySet());
        dropped.removeAll(layers);
        dropped.forEach(layer -> Objects.requireNonNull(stored.remove(layer)).close());
    }

    private String layerOf(String vertex) {
        return problem.features().entrySet().stream()
                .filter(entry -> entry.getValue().equals(vertex))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private void learn(Pass pass, String vertex) throws IOException {
        String layer = layerOf(vertex);
        StoredLayer outputs = Objects.requireNonNull(stored.get(vertex), vertex);
        List<Head> kinds = heads.of(Optional.of(layer));
        for (int i = 0; i < kinds.size(); i++) {
            Head head = kinds.get(i);
            Needs needs = pass.needs(problem.work().inputs(), vertex, i == kinds.size() - 1);
            Dataset features = data.of(vertex, needs, stored);
            outputs.read("features of layer '" + layer + "'", () -> learn(Optional.of(layer), head, features));
            keepOnly(needs.after());
        }
    }

    private LayerResult learn(Optional<String> layer, Head head, Dataset data) {
        TensorSpec labels = data.schema().labels().get(0);
        boolean classes = labels.classes() > 0;
        List<String> inputs =
                data.schema().features().stream().map(TensorSpec::name).toList();
        int features =
                data.schema().features().stream().mapToInt(TensorSpec::elements).sum();
        HeadShape shape = new HeadShape(features, classes ? labels.classes() : labels.elements(), classes);
        String name = layer.map(of -> of.replaceAll("[^A-Za-z0-9._-]", "_")).orElse("structured") + "-" + head.name();
        String prefix = problem.network().graph().freePrefix("head");
        StudyResult<ComputationGraph> study =
                studies.run(name, head, new HeadGraph(head.function(), shape, inputs, prefix), data);
        LayerResult result = new LayerResult(layer, head.name(), features, inputs, study);
        results.add(result);
        return result;
    }

    /** Whether a study was begun in this folder. */
    static boolean isBegun(Path folder) {
        return Files.exists(folder.resolve("journal.jsonl"));
    }
}
