package org.jerboa.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Deeplearning4j models as trials: the entry point of this module.
 *
 * <pre>{@code
 * static MultiLayerConfiguration describe(Configuration c) {
 *     return new NeuralNetConfiguration.Builder()
 *             .updater(Updaters.of(c))
 *             .list()
 *             .layer(new DenseLayer.Builder().nIn(64).nOut(c.getInt("units")).activation(Activation.RELU).build())
 *             .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(10).activation(Activation.SOFTMAX).build())
 *             .build();
 * }
 *
 * ModelHandler<MultiLayerNetwork> handler = Dl4j.network(Example::describe);
 * }</pre>
 */
public final class Dl4j {

    private Dl4j() {}

    /** Trials that train a sequential network. */
    public static Dl4jHandler<MultiLayerNetwork> network(NetworkFunction function) {
        return new Dl4jHandler<>(new SequentialNetworks(function));
    }

    /** Trials that train a graph of layers, with one or more inputs and outputs. */
    public static Dl4jHandler<ComputationGraph> graph(GraphFunction function) {
        return new Dl4jHandler<>(new GraphNetworks(function));
    }

    /**
     * Keeps ND4J from deleting buffers that its native code is still reading, which ends the process. Handlers and {@link
     * #ready} do so themselves; it is for programs that train networks of their own. From the first call on it holds for all
     * operations of the process; further calls change nothing.
     *
     * @throws IllegalStateException if ND4J has no backend, or one that cannot run on the GPUs at hand
     */
    public static void keepBuffersInUse() {
        NativeRuntime.requireUsable();
    }

    /**
     * Makes a network that did not come from a handler compute as one that did: with convolution and batch normalisation on
     * oneDNN, where the native library has it.
     *
     * @param network with parameters; it is changed, and returned
     * @param oneDnn false leaves it on ND4J's own code
     * @throws IllegalArgumentException if it has layers that the native library computes wrongly
     * @throws IllegalStateException if ND4J has no backend, or one that cannot run on the GPUs at hand
     */
    public static ComputationGraph ready(ComputationGraph network, boolean oneDnn) {
        NativeRuntime.requireUsable();
        OneDnn.refuseUnsound(network.getLayers(), network.getConfiguration().getDataType());
        if (oneDnn) {
            OneDnn.attach(network.getLayers());
        }
        return network;
    }

    /**
     * Makes a second object of a layer compute as the first one does: on oneDNN if that does.
     *
     * @param second of the same kind, with a configuration that may differ
     */
    public static void readyAs(Layer first, Layer second) {
        if (first.getHelper() != null) {
            OneDnn.attach(new Layer[] {second});
        }
    }
}
