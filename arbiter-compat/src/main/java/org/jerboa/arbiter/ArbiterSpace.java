package org.jerboa.arbiter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.arbiter.ComputationGraphSpace;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Dl4jHandler;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;

/**
 * An Arbiter space in a study of Jerboa's: any search algorithm, trained epoch by epoch by the executor, on threads or on a
 * grid.
 *
 * <pre>{@code
 * StudyResult<MultiLayerNetwork> result = ArbiterSpace.network(Example::space)
 *         .with(integer("batchSize").log(16, 128))
 *         .study()
 *         .data(Datasets.from(ArbiterData.of(ExampleDataSource.class, properties)).shards(4).load())
 *         .search(Asha.maxEpochs(27))
 *         .maximize("accuracy")
 *         .on(MopExecutor.threads())
 *         .folder(Path.of("studies/example"))
 *         .run();
 * }</pre>
 *
 * <p>Hyperparameters are called by the fields that lead to them, {@code updater.learningRate} or {@code layer_0.nOut}; a
 * leaf that two layers share is one. Each configuration becomes a network by the space's own {@code getValue}. What the
 * space says of epochs, early stopping and seeds is the study's affair: the search decides how long, {@link Study#stopEarly}
 * whether to end early, and seeds are the trials'.
 *
 * <p>Immutable and thread-safe. The space itself is numbered, as by Arbiter's generators, so it should belong to this one
 * alone.
 *
 * @param <M> the kind of network
 */
public final class ArbiterSpace<M extends Model> {

    /** The two sides of one kind of network. */
    private interface Handling<C, M extends Model> {
        Dl4jHandler<M> handler(SpaceValues<C> values);
    }

    /** Hides what candidates are. */
    private record Networks<C, M extends Model>(SpaceValues<C> values, Handling<C, M> handling) {

        Networks<C, M> correctingAdam(boolean corrects) {
            return new Networks<>(values.correctingAdam(corrects), handling);
        }

        Dl4jHandler<M> handler() {
            return handling.handler(values);
        }
    }

    private final Networks<?, M> networks;
    private final List<Parameter> more;

    private ArbiterSpace(Networks<?, M> networks, List<Parameter> more) {
        this.networks = networks;
        this.more = List.copyOf(more);
    }

    /**
     * Sequential networks.
     *
     * @param supplier makes the space, here and wherever there is a worker
     * @throws IllegalArgumentException if the space's leaves do not add up to its number of parameters
     */
    public static ArbiterSpace<MultiLayerNetwork> network(SpaceSupplier<MultiLayerSpace> supplier) {
        var values = new SpaceValues<>(supplier, new SequentialKind(), true);
        return new ArbiterSpace<>(
                new Networks<>(
                        values,
                        from -> Dl4j.network(
                                configuration -> from.value(configuration).getMultiLayerConfiguration())),
                List.of());
    }

    /** As {@link #network(SpaceSupplier)}, for workers that are threads of this process. */
    public static ArbiterSpace<MultiLayerNetwork> network(MultiLayerSpace space) {
        return network(new SpaceValues.Given<>(space));
    }

    /** As {@link #network(SpaceSupplier)}, for graphs of layers. */
    public static ArbiterSpace<ComputationGraph> graph(SpaceSupplier<ComputationGraphSpace> supplier) {
        var values = new SpaceValues<>(supplier, new GraphKind(), true);
        return new ArbiterSpace<>(
                new Networks<>(
                        values,
                        from -> Dl4j.graph(
                                configuration -> from.value(configuration).getConfiguration())),
                List.of());
    }

    /** As {@link #graph(SpaceSupplier)}, for workers that are threads of this process. */
    public static ArbiterSpace<ComputationGraph> graph(ComputationGraphSpace space) {
        return graph(new SpaceValues.Given<>(space));
    }

    /**
     * Hyperparameters that Arbiter has no place for; {@code batchSize} is the batch size, which is 32 without it. {@link
     * #handler} does not look at others.
     */
    public ArbiterSpace<M> with(Parameter... parameters) {
        List<Parameter> all = new ArrayList<>(more);
        all.addAll(List.of(parameters));
        return new ArbiterSpace<>(networks, all);
    }

    /** Brings back what Arbiter did where correcting it changes networks: {@link ArbiterBehaviour#ADAM_BETAS}. */
    public ArbiterSpace<M> restore(ArbiterBehaviour... behaviours) {
        boolean corrects = !Set.of(behaviours).contains(ArbiterBehaviour.ADAM_BETAS);
        return new ArbiterSpace<>(networks.correctingAdam(corrects), more);
    }

    /** @throws IllegalArgumentException if there is nothing to search, or two parameters have one name */
    public SearchSpace searchSpace() {
        List<Parameter> all = new ArrayList<>(networks.values().flat().parameters());
        all.addAll(more);
        return SearchSpace.of(all);
    }

    /** For a study with other settings of the handler than the usual ones. */
    public Dl4jHandler<M> handler() {
        return networks.handler();
    }

    /** A study of this space, which still needs data, a search, an objective and an executor. */
    public Study<M> study() {
        return Study.of(searchSpace(), handler());
    }
}
