package org.jerboa.transfer.finetune;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jerboa.data.store.FolderStorage;
import org.jerboa.data.store.HeapStorage;
import org.jerboa.data.store.Storage;
import org.jerboa.transfer.TransferCost;
import org.jerboa.transfer.materialise.Materialiser;
import org.jerboa.transfer.materialise.OutputForm;
import org.jerboa.transfer.materialise.StoredLayer;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the outputs of frozen layers that a plan names, for as long as it is open. For one thread. */
final class FineTuneRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FineTuneRun.class);

    private final FineTuneProblem problem;
    private final ReusePlan plan;
    private final Budget budget;
    private final Map<String, StoredLayer> stored = new LinkedHashMap<>();
    private TransferCost cost = new TransferCost(0, 0, 0, Duration.ZERO);

    FineTuneRun(FineTuneProblem problem, ReusePlan plan, Budget budget) {
        this.problem = problem;
        this.plan = plan;
        this.budget = budget;
    }

    /** What storing has taken. */
    TransferCost cost() {
        return cost;
    }

    /** @throws IOException if examples cannot be read, or there is no room */
    void materialise(int batchSize) throws IOException {
        if (plan.stored().isEmpty()) {
            return;
        }
        LOG.debug("Computing and storing outputs of frozen layers {}", plan.stored());
        Materialiser materialiser =
                new Materialiser(problem.network(), problem.images(), batchSize, OutputForm.exact());
        Pass pass = new Pass(Set.copyOf(problem.network().graph().inputs()), plan.stored(), Set.of());
        materialiser.run(pass, problem.data(), stored, this::storage);
        cost = new TransferCost(
                materialiser.multiplyAccumulates(),
                materialiser.bytesWritten(),
                materialiser.peakBytes(),
                Duration.ofNanos(materialiser.nanos()));
    }

    private Storage storage(String layer) throws IOException {
        if (!plan.onDisk()) {
            return new HeapStorage(
                    problem.work().bytesStored(List.of(layer)),
                    Runtime.getRuntime().maxMemory());
        }
        Path folder = budget.folder().orElseThrow();
        return new FolderStorage(folder.resolve(folderName(layer)));
    }

    /** With a number, as layers whose names differ only in what names of folders cannot have must not share one. */
    private String folderName(String layer) {
        return String.format(
                Locale.ROOT, "%02d-%s", plan.stored().indexOf(layer), layer.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    /** The stored outputs, the images if a model reads them, and the labels. Nothing is copied. */
    Dataset data() throws IOException {
        boolean images = plan.reuses().values().stream()
                .flatMap(reuse -> reuse.loads().stream())
                .anyMatch(name -> problem.network().graph().layer(name).isInput());
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (Shard source : problem.data().shards(split)) {
                List<Tensor> tensors = new ArrayList<>();
                for (Map.Entry<String, StoredLayer> layer : stored.entrySet()) {
                    tensors.add(renamed(
                            layer.getValue().tensor(source), FrozenInputs.tensor(layer.getKey()), source.examples()));
                }
                Examples examples = source.open();
                if (images) {
                    problem.images().forEach(name -> tensors.add(examples.tensor(name)));
                }
                for (Tensor label : examples.labels()) {
                    tensors.add(label);
                    examples.maskOf(label).ifPresent(tensors::add);
                }
                shards.add(Shard.of(split, source.index(), Examples.of(tensors)));
            }
        }
        return Dataset.of(problem.data().name(), problem.data().seed(), shards);
    }

    private static Tensor renamed(Tensor tensor, String name, int examples) {
        TensorSpec spec = tensor.spec();
        TensorSpec other = new TensorSpec(
                name, spec.role(), spec.type(), spec.shape(), spec.classes(), spec.classNames(), spec.scaling());
        return Tensor.of(other, tensor.raw(), examples);
    }

    @Override
    public void close() {
        stored.values().forEach(StoredLayer::close);
        stored.clear();
    }
}
