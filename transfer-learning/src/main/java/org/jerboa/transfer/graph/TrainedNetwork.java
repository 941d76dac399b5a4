package org.jerboa.transfer.graph;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.GraphInputs;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that has been trained and is used as it is. Its parameters are shared with the network that it was made of, which
 * must be neither trained nor closed while this is in use. A copy that has travelled to another process has parameters of its own.
 *
 * <p>Immutable and thread-safe; what computes with it, {@link #forward()}, is for one thread.
 */
public final class TrainedNetwork implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient ComputationGraphConfiguration configuration;
    private final transient INDArray parameters;
    private final transient List<InputType> inputs;
    private final transient LayerGraph graph;
    private final transient boolean oneDnn;
    private transient @Nullable Map<String, String> keys;

    TrainedNetwork(
            ComputationGraphConfiguration configuration, INDArray parameters, List<InputType> inputs, boolean oneDnn) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException(
                    "the network has no parameters yet; call its init(), or load a trained one");
        }
        this.configuration = configuration;
        this.parameters = parameters;
        this.inputs = inputs;
        this.graph = GraphReader.read(configuration, inputs);
        this.oneDnn = oneDnn;
    }

    /**
     * A sequential network. Layers without a name are called {@code layer0}, {@code layer1} and so on.
     *
     * @param input what it is given, such as {@code InputType.convolutional(height, width, channels)}: the tool does not keep
     *     this with the network
     * @throws IllegalArgumentException if the input does not fit the network, or two layers have one name
     */
    public static TrainedNetwork of(MultiLayerNetwork network, InputType input) {
        return new TrainedNetwork(
                SequentialAsGraph.describe(network.getLayerWiseConfigurations()),
                network.params(),
                List.of(input),
                true);
    }

    /**
     * A graph of layers.
     *
     * @param inputs what its inputs are given, in the network's order
     * @throws IllegalArgumentException if the inputs do not fit the network, or a vertex joins or parts examples
     */
    public static TrainedNetwork of(ComputationGraph network, InputType... inputs) {
        return new TrainedNetwork(
                ConfigurationCopy.of(network.getConfiguration()), network.params(), List.of(inputs), true);
    }

    /**
     * A network of either kind, for examples of these tensors.
     *
     * @param features one for each input: by name if every input finds a tensor of its name, else in order
     * @throws IllegalArgumentException if the tensors do not fit the network, or it is of another kind
     */
    public static TrainedNetwork of(Model network, List<TensorSpec> features) {
        ComputationGraphConfiguration configuration;
        if (network instanceof MultiLayerNetwork sequential) {
            configuration = SequentialAsGraph.describe(sequential.getLayerWiseConfigurations());
        } else if (network instanceof ComputationGraph graph) {
            configuration = ConfigurationCopy.of(graph.getConfiguration());
        } else {
            throw new IllegalArgumentException("the network is a "
                    + network.getClass().getName() + "; give a MultiLayerNetwork or a ComputationGraph");
        }
        return new TrainedNetwork(configuration, network.params(), GraphInputs.types(configuration, features), true);
    }

    /**
     * This network, with the features that the outputs of some layers make: one vertex more for each layer whose output is no
     * vector, called as {@link #features} says. One that is there already, as of an earlier head, is not added again.
     *
     * @throws IllegalArgumentException if there is no such layer, or its output cannot be made a vector in this way
     */
    public TrainedNetwork withFeatures(Collection<String> layers, Pooling pooling) {
        return withVertices(
                layers.stream()
                        .filter(layer -> !features(layer, pooling).equals(layer))
                        .toList(),
                pooling);
    }

    /**
     * As {@link #withFeatures}, but with a vertex for each layer, called as {@link #apart} says: one whose output is a vector has it
     * handed on. For features that are stored in another way than the layer's own output.
     */
    public TrainedNetwork withFeaturesApart(Collection<String> layers, Pooling pooling) {
        return withVertices(layers, pooling);
    }

    private TrainedNetwork withVertices(Collection<String> layers, Pooling pooling) {
        ComputationGraphConfiguration longer = ConfigurationCopy.of(configuration);
        layers.forEach(layer -> FeatureVertex.add(longer, graph.layer(layer), apart(layer, pooling), pooling));
        TrainedNetwork network = new TrainedNetwork(longer, parameters, inputs, oneDnn);
        List<String> before = new ArrayList<>(network().paramTable().keySet());
        List<String> after = new ArrayList<>(network.network().paramTable().keySet());
        if (!before.equals(after)) {
            throw new IllegalStateException(
                    "the tool has put the parameters into another order: " + after + " for " + before);
        }
        return network;
    }

    /**
     * The name of the vertex with a layer's features: the layer's own, if its output is a vector. The same before and after they are
     * added.
     *
     * @throws IllegalArgumentException if there is no such layer, or its output cannot be made a vector in this way
     */
    public String features(String layer, Pooling pooling) {
        boolean vector = graph.layer(layer).shape().length == 1;
        return vector ? layer : apart(layer, pooling);
    }

    /**
     * The name of the vertex whose numbers, in a row, are a layer's features: the layer's own, if its output is a vector or only has to be
     * flattened, which does not change their order.
     *
     * @throws IllegalArgumentException as {@link #features}
     */
    public String inARow(String layer, Pooling pooling) {
        return pooling == Pooling.FLATTEN ? graph.layer(layer).name() : features(layer, pooling);
    }

    /**
     * The name of a vertex with a layer's features that is not the layer itself: {@code layer/features}, with a number behind if the
     * network has something else of that name.
     *
     * @throws IllegalArgumentException as {@link #features}
     */
    public String apart(String layer, Pooling pooling) {
        return FeatureVertex.name(configuration, graph.layer(layer), pooling);
    }

    /**
     * Whether convolution and batch normalisation run on oneDNN where the native library has it; on unless set, as in {@code
     * Dl4jHandler}. Outputs differ from ND4J's own code in the last bits.
     */
    public TrainedNetwork oneDnn(boolean enabled) {
        return new TrainedNetwork(configuration, parameters, inputs, enabled);
    }

    /**
     * Identifies what the output of a layer is computed by: a hash of the layer and of all that it depends on, parameters included,
     * in 64 hexadecimal digits. It is the same for a network and for its copy from a file. The first call reads all parameters.
     *
     * @throws IllegalArgumentException if there is no such layer
     */
    public String key(String layer) {
        return Objects.requireNonNull(keys().get(graph.layer(layer).name()));
    }

    private synchronized Map<String, String> keys() {
        Map<String, String> known = keys;
        if (known == null) {
            known = LayerKeys.of(graph, network(), "oneDNN " + oneDnn);
            keys = known;
        }
        return known;
    }

    /** It travels by its description and parameters. */
    private Object writeReplace() {
        INDArray numbers = parameters.isView() ? parameters.dup() : parameters;
        return new NetworkState(configuration, numbers, List.copyOf(inputs), oneDnn);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a network is read as what it was written as");
    }

    /** Its layers and what they cost. */
    public LayerGraph graph() {
        return graph;
    }

    /** A copy of its description. */
    public ComputationGraphConfiguration configuration() {
        return ConfigurationCopy.of(configuration);
    }

    /** All parameters, in the order of {@link #configuration()}; the network's own, not to be written to. */
    public INDArray parameters() {
        return parameters;
    }

    /** Computes outputs of layers; for one thread at a time. Costs little: the parameters are not copied. */
    public PartialForward forward() {
        return new PartialForward(graph, network());
    }

    /** Whether {@link #oneDnn(boolean)} is on. */
    public boolean usesOneDnn() {
        return oneDnn;
    }

    /** A network of the caller's own, ready to predict, over the same parameters; they are not copied. */
    public ComputationGraph network() {
        ComputationGraph network = new ComputationGraph(ConfigurationCopy.of(configuration));
        network.init(parameters, false);
        return Dl4j.ready(network, oneDnn);
    }
}
