package org.jerboa.benchmarks.hop;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.space.Configuration;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The network that is moved. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set up by JMH
public class Trained {

    /** Size of the training state. */
    @Param({"1", "60", "240"})
    public int megabytes;

    private Configuration configuration;
    private MultiLayerNetwork network;

    @Setup
    public void create() throws Exception {
        configuration = SizedNetwork.configuration(megabytes);
        network = SizedNetwork.trained(megabytes);
    }

    @TearDown
    public void close() {
        SizedNetwork.HANDLER.close(network);
    }

    Configuration configuration() {
        return configuration;
    }

    MultiLayerNetwork network() {
        return network;
    }

    MemoryChannel memory() throws IOException {
        return new MemoryChannel((megabytes + 1) * (1 << 20));
    }
}
