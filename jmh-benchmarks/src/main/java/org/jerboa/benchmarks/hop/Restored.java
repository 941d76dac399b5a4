package org.jerboa.benchmarks.hop;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The network that was made last: its memory is native and is freed outside the time that is measured. */
@State(Scope.Thread)
public class Restored {

    private @Nullable MultiLayerNetwork network;

    MultiLayerNetwork keep(MultiLayerNetwork restored) {
        network = restored;
        return restored;
    }

    @TearDown(Level.Invocation)
    public void close() {
        if (network != null) {
            SizedNetwork.HANDLER.close(network);
            network = null;
        }
    }
}
