package org.jerboa.transfer.finetune;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jerboa.data.store.HeapStorage;
import org.jerboa.data.store.NamedStorage;
import org.jerboa.data.store.Storage;
import org.jerboa.transfer.TransferCost;
import org.jerboa.transfer.materialise.Materialiser;
import org.jerboa.transfer.materialise.OutputForm;
import org.jerboa.transfer.materialise.StoredLayer;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Needs;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outputs of frozen layers that a plan names, stored for as long as this is open. For one thread. */
final class FineTuneRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FineTuneRun.class);

    private final FineTuneProblem problem;
    private final ReusePlan plan;
    private final Budget budget;
    private final Materialiser materialiser;
    private final Map<String, StoredLayer> stored = new LinkedHashMap<>();

    FineTuneRun(FineTuneProblem problem, ReusePlan plan, Budget budget, int batchSize) {
        this.problem = problem;
        this.plan = plan;
        this.budget = budget;
        this.materialiser = new Materialiser(problem.network(), problem.images(), batchSize, OutputForm.exact());
    }

    /** What computing and storing has taken so far. */
    TransferCost cost() {
        return new TransferCost(
                materialiser.multiplyAccumulates(),
                materialiser.bytesWritten(),
                materialiser.peakBytes(),
                Duration.ofNanos(materialiser.nanos()));
    }

    /**
     * Runs the study on stored outputs, which are computed when it asks for them.
     *
     * @throws IOException if examples cannot be read, or outputs not be computed
     */
    <R> R learn(Function<Dataset, R> study) throws IOException {
        if (plan.stored().isEmpty()) {
            return study.apply(data(this::own));
        }
        LOG.debug("Outputs of frozen layers are to be computed and stored: {}", plan.stored());
        Pass pass = new Pass(Set.copyOf(problem.network().graph().inputs()), plan.stored(), Set.of());
        materialiser.begin(pass, stored, this::storage);
        Dataset data = data(this::derived);
        return outputs().read("outputs of frozen layers", () -> study.apply(data));
    }

    private StoredLayer outputs() {
        // all are computed together
        return stored.values().iterator().next();
    }

    private Storage storage(String layer) throws IOException {
        if (!plan.onDisk()) {
            return HeapStorage.unchecked(); // on a grid nothing comes here, and nothing need fit
        }
        return new NamedStorage(budget.folder().orElseThrow(), materialiser.fileNames(layer, problem.data()));
    }

    private interface ShardMaker {

        Shard make(Shard source) throws IOException;
    }

    private Dataset data(ShardMaker maker) throws IOException {
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (Shard source : problem.data().shards(split)) {
                shards.add(maker.make(source));
            }
        }
        return Dataset.of(problem.data().name(), problem.data().seed(), shards);
    }

    /** The stored outputs, the images if a model reads them, and the labels. */
    private Shard derived(Shard source) {
        Map<String, String> tensors = new LinkedHashMap<>();
        List<TensorSpec> specs = new ArrayList<>();
        stored.forEach((layer, outputs) -> {
            tensors.put(FrozenInputs.tensor(layer), layer);
            specs.add(renamed(outputs.spec(), FrozenInputs.tensor(layer)));
        });
        specs.addAll(beside(source.schema()));
        Needs needs = new Needs(stored.keySet(), Set.of(), Set.of());
        return materialiser.shard(source, new Schema(specs), tensors, needs, stored);
    }

    /** As a shard of the dataset itself; nothing is copied. */
    private Shard own(Shard source) throws IOException {
        Examples examples = source.open();
        return Shard.of(
                source.split(),
                source.index(),
                Examples.of(beside(source.schema()).stream()
                        .map(spec -> examples.tensor(spec.name()))
                        .toList()));
    }

    private List<TensorSpec> beside(Schema schema) {
        List<TensorSpec> specs = new ArrayList<>();
        boolean images = plan.reuses().values().stream()
                .flatMap(reuse -> reuse.loads().stream())
                .anyMatch(name -> problem.network().graph().layer(name).isInput());
        if (images) {
            problem.images().forEach(name -> specs.add(schema.tensor(name)));
        }
        for (TensorSpec label : schema.labels()) {
            specs.add(label);
            schema.maskOf(label).ifPresent(specs::add);
        }
        return specs;
    }

    private static TensorSpec renamed(TensorSpec spec, String name) {
        return new TensorSpec(
                name, spec.role(), spec.type(), spec.shape(), spec.classes(), spec.classNames(), spec.scaling());
    }

    @Override
    public void close() {
        stored.values().forEach(StoredLayer::close);
        stored.clear();
    }
}
