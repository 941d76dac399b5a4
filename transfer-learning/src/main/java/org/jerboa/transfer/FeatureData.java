package org.jerboa.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jerboa.transfer.materialise.Materialiser;
import org.jerboa.transfer.materialise.StoredLayer;
import org.jerboa.transfer.plan.Needs;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;

/** Makes the datasets that downstream models learn from. Nothing is copied, and nothing computed. For one thread. */
final class FeatureData {

    private final TransferProblem problem;
    private final Materialiser materialiser;
    private final List<String> beside;

    FeatureData(TransferProblem problem, Materialiser materialiser) {
        this.problem = problem;
        this.materialiser = materialiser;
        this.beside = new ArrayList<>(problem.structured());
        problem.data().schema().labels().forEach(label -> beside.add(label.name()));
    }

    /** The structured features alone. */
    Dataset structured() throws IOException {
        List<Shard> shards = new ArrayList<>();
        for (Shard source : sources()) {
            Examples examples = source.open();
            Examples chosen = Examples.of(beside.stream().map(examples::tensor).toList());
            shards.add(Shard.of(source.split(), source.index(), chosen));
        }
        return dataset(shards);
    }

    /**
     * The features of a layer, structured features and labels, for one study.
     *
     * @param vertex that gives the features
     * @param stored by vertex
     */
    Dataset of(String vertex, Needs needs, Map<String, StoredLayer> stored) {
        TensorSpec output = Objects.requireNonNull(stored.get(vertex), vertex).spec();
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(TensorSpec.features(LayerResult.FEATURES, output.type(), output.elements())
                .withScaling(output.scaling()));
        beside.forEach(name -> specs.add(problem.data().schema().tensor(name)));
        Schema schema = new Schema(specs);
        Map<String, String> features = Map.of(LayerResult.FEATURES, vertex);
        return dataset(sources().stream()
                .map(source -> materialiser.shard(source, schema, features, needs, stored))
                .toList());
    }

    private List<Shard> sources() {
        List<Shard> sources = new ArrayList<>();
        for (Split split : Split.values()) {
            sources.addAll(problem.data().shards(split));
        }
        return sources;
    }

    private Dataset dataset(List<Shard> shards) {
        return Dataset.of(problem.data().name(), problem.data().seed(), shards);
    }
}
