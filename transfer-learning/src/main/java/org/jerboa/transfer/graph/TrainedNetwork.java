package org.jerboa.transfer.graph;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that has been trained and is used as it is. Its parameters are shared with the network that it was made of, which
 * must be neither trained nor closed while this is in use.
 *
 * <p>Immutable and thread-safe; what computes with it, {@link #forward()}, is for one thread.
 */
public final class TrainedNetwork {

    private final ComputationGraphConfiguration configuration;
    private final INDArray parameters;
    private final LayerGraph graph;
    private final boolean oneDnn;

    private TrainedNetwork(
            ComputationGraphConfiguration configuration, INDArray parameters, LayerGraph graph, boolean oneDnn) {
        this.configuration = configuration;
        this.parameters = parameters;
        this.graph = graph;
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
        requireParameters(network.params());
        return of(SequentialAsGraph.describe(network.getLayerWiseConfigurations()), network.params(), List.of(input));
    }

    /**
     * A graph of layers.
     *
     * @param inputs what its inputs are given, in the network's order
     * @throws IllegalArgumentException if the inputs do not fit the network, or a vertex joins or parts examples
     */
    public static TrainedNetwork of(ComputationGraph network, InputType... inputs) {
        requireParameters(network.params());
        return of(network.getConfiguration().clone(), network.params(), Arrays.asList(inputs));
    }

    private static TrainedNetwork of(
            ComputationGraphConfiguration configuration, INDArray parameters, List<InputType> inputs) {
        return new TrainedNetwork(configuration, parameters, GraphReader.read(configuration, inputs), true);
    }

    private static void requireParameters(INDArray parameters) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException(
                    "the network has no parameters yet; call its init(), or load a trained one");
        }
    }

    /**
     * Whether convolution and batch normalisation run on oneDNN where the native library has it; on unless set, as in {@code
     * Dl4jHandler}. Outputs differ from ND4J's own code in the last bits.
     */
    public TrainedNetwork oneDnn(boolean enabled) {
        return new TrainedNetwork(configuration, parameters, graph, enabled);
    }

    /** Its layers and what they cost. */
    public LayerGraph graph() {
        return graph;
    }

    /** A copy of its description. */
    public ComputationGraphConfiguration configuration() {
        return configuration.clone();
    }

    /** All parameters, in the order of {@link #configuration()}; the network's own, not to be written to. */
    public INDArray parameters() {
        return parameters;
    }

    /** Computes outputs of layers; for one thread at a time. Costs little: the parameters are not copied. */
    public PartialForward forward() {
        return new PartialForward(graph, network());
    }

    /** A network of the caller's own, ready to predict, over the same parameters; they are not copied. */
    public ComputationGraph network() {
        ComputationGraph network = new ComputationGraph(configuration.clone());
        network.init(parameters, false);
        return Dl4j.ready(network, oneDnn);
    }
}
