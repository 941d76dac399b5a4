package org.jerboa.dl4j;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.deeplearning4j.nn.api.Model;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes and restores a network's complete training state: parameters, updater state and the counters of iterations and
 * epochs. With random state set at the start of each unit, that is all there is.
 *
 * <p>A checkpoint of another configuration is what a clone starts from. Its layers and updater must be the same.
 *
 * @param <M> the kind of network
 */
final class Checkpoints<M extends Model> {

    private final Networks<M> networks;

    Checkpoints(Networks<M> networks) {
        this.networks = networks;
    }

    void write(M network, WritableByteChannel out) throws IOException {
        INDArray parameters = networks.parameters(network);
        INDArray state = networks.updaterState(network);
        new CheckpointHeader(
                        networks.kind(),
                        networks.dataType(network),
                        networks.origin(network).contentHash(),
                        networks.seed(network),
                        networks.iteration(network),
                        networks.epoch(network),
                        parameters.length(),
                        state == null ? 0 : state.length(),
                        networks.layout(network))
                .write(out);
        OffHeapTransfer.write(parameters, out);
        if (state != null) {
            OffHeapTransfer.write(state, out);
        }
    }

    /** @throws IOException if the payload fits no network of the configuration */
    M restore(Configuration configuration, ReadableByteChannel in, @Nullable M reusable) throws IOException {
        CheckpointHeader header = CheckpointHeader.read(in);
        if (header.kind() != networks.kind()) {
            throw new IOException("checkpoint is of a network of kind " + header.kind() + ", not " + networks.kind()
                    + " (1 sequential, 2 graph); restore it with the handler that wrote it");
        }
        if (reusable != null && networks.origin(reusable).equals(configuration)) {
            networks.forget(reusable);
            fill(reusable, configuration, header, in);
            return reusable;
        }
        M network = allocate(configuration, header);
        boolean filled = false;
        try {
            fill(network, configuration, header, in);
            filled = true;
        } finally {
            if (!filled) {
                networks.close(network);
            }
        }
        return network;
    }

    private M allocate(Configuration configuration, CheckpointHeader header) throws IOException {
        M network;
        try {
            network = networks.build(configuration, header.seed());
        } catch (Exception e) {
            throw new IOException("could not describe the network of " + configuration + " to restore it", e);
        }
        expect(header.parameters() == networks.parameterCount(network), "parameters", configuration, header);
        expect(header.type() == networks.dataType(network), "numbers of " + header.type(), configuration, header);
        networks.initialise(network, Nd4j.createUninitialized(header.type(), header.parameters()));
        return network;
    }

    private void fill(M network, Configuration configuration, CheckpointHeader header, ReadableByteChannel in)
            throws IOException {
        INDArray parameters = networks.parameters(network);
        INDArray state = networks.updaterState(network);
        StateLayout layout = networks.layout(network);
        boolean sameParameters =
                header.parameters() == parameters.length() && header.layout().parameters() == layout.parameters();
        expect(sameParameters, "parameters", configuration, header);
        boolean sameState = header.updaterState() == (state == null ? 0 : state.length())
                && header.layout().updater() == layout.updater();
        expect(sameState, "updater state", configuration, header);
        OffHeapTransfer.read(parameters, in, "parameters");
        if (state != null) {
            OffHeapTransfer.read(state, in, "updater state");
        }
        networks.setSeed(network, header.seed());
        networks.setCounters(network, header.iteration(), header.epoch());
    }

    private static void expect(boolean fits, String what, Configuration configuration, CheckpointHeader header)
            throws IOException {
        if (!fits) {
            throw new IOException("checkpoint of the configuration with hash " + header.configurationHash() + " has "
                    + what + " (" + header.parameters() + " parameters, " + header.updaterState()
                    + " updater state values) that do not fit the network of " + configuration + " (hash "
                    + configuration.contentHash() + "); it is another network's");
        }
    }
}
