package org.jerboa.dl4j;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of DL4J's two kinds of model behind one face. The tool gives them no common type for most of what is needed here:
 * counters, updater state and forward passes are all declared twice.
 *
 * @param <M> the kind
 */
abstract class Networks<M extends Model> implements Serializable {

    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);

    private static final long UNCOLLECTED_BYTES = 256L << 20;

    /** What was closed in this process since the last collection that was asked for. */
    private static final AtomicLong UNCOLLECTED = new AtomicLong();

    /** Told apart in checkpoints. */
    abstract int kind();

    /** A network without parameters yet, its seed set. */
    abstract M build(Configuration configuration, long seed) throws Exception;

    /** The layers as they were described, without vertices that are none. */
    abstract List<org.deeplearning4j.nn.conf.layers.Layer> described(M network);

    /** How many parameters a built network will have. */
    abstract long parameterCount(M network);

    /** The layers of a built network, and what flows into and out of each for examples of these shapes. */
    abstract List<LayerFlow> flows(M network, List<InputType> inputs);

    /** Gives the network random parameters from its seed. */
    abstract void initialise(M network);

    /** Makes the network use the given vector, without copying it and without drawing random numbers. */
    abstract void initialise(M network, INDArray parameters);

    abstract INDArray parameters(M network);

    abstract Collection<TrainingListener> listeners(M network);

    abstract void addListener(M network, TrainingListener listener);

    /** The updater's state, created if there is none yet; null for updaters without state. */
    abstract @Nullable INDArray updaterState(M network);

    /** The updater's state if it was created, and if there is any. */
    abstract @Nullable INDArray updaterStateSoFar(M network);

    abstract @Nullable INDArray gradients(M network);

    /** What the two vectors stand for; creates the updater's state if there is none yet. */
    abstract StateLayout layout(M network);

    abstract int iteration(M network);

    abstract int epoch(M network);

    abstract void setCounters(M network, int iteration, int epoch);

    abstract long seed(M network);

    abstract void setSeed(M network, long seed);

    abstract DataType dataType(M network);

    abstract Layer[] layers(M network);

    abstract List<InputPort> inputs(M network);

    abstract List<OutputPort> outputs(M network);

    /** One step of SGD. */
    abstract void fit(M network, Minibatch minibatch);

    /** Inference: one array for each output. */
    abstract INDArray[] output(M network, Minibatch minibatch);

    /** The score of each example {@code [examples][1]}, summed over outputs, without regularisation. */
    abstract INDArray scores(M network, Minibatch minibatch);

    /** Lets go of the last minibatch's arrays, and of what a failed pass may have left in the layers. */
    abstract void forget(M network);

    /** Notes what an initialised network was made from. */
    final void tag(M network, Configuration configuration) {
        addListener(network, new Origin(configuration));
    }

    /** @throws IllegalArgumentException if the network was not made by this handler */
    final Configuration origin(M network) {
        for (TrainingListener listener : listeners(network)) {
            if (listener instanceof Origin origin) {
                return origin.configuration();
            }
        }
        throw new IllegalArgumentException("the network was not made by this handler, or its listeners were replaced;"
                + " add listeners instead of setting them");
    }

    void export(M network, File file) throws IOException {
        ModelSerializer.writeModel(network, file, true);
    }

    /** Parameters, gradients (as many as parameters) and updater state, if it was created already. */
    long bytes(M network) {
        INDArray state = updaterStateSoFar(network);
        long numbers = 2 * parameters(network).length() + (state == null ? 0 : state.length());
        return numbers * dataType(network).width();
    }

    /**
     * Lets go of the network's memory. Closing an array frees nothing yet in this version of ND4J: the memory goes when the
     * collector finds the array. The tool's own {@code close()} therefore runs a full collection each time, at the cost of
     * stopping all workers of the process for tens of milliseconds; here it is one for every {@link #UNCOLLECTED_BYTES}.
     */
    final void close(M network) {
        try {
            long bytes = bytes(network);
            closeArray(parameters(network));
            closeArray(gradients(network));
            closeArray(updaterStateSoFar(network));
            if (UNCOLLECTED.addAndGet(bytes) > UNCOLLECTED_BYTES) {
                UNCOLLECTED.set(0);
                System.gc();
            }
        } catch (RuntimeException e) {
            LOG.debug("Could not close a network; the garbage collector will", e);
        }
    }

    private static void closeArray(@Nullable INDArray array) {
        if (array != null && !array.isEmpty() && array.closeable()) {
            array.close();
        }
    }
}
