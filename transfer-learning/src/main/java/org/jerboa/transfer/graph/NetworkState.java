package org.jerboa.transfer.graph;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a {@link TrainedNetwork} is on its way to another process. */
record NetworkState(
        ComputationGraphConfiguration configuration, INDArray parameters, List<InputType> inputs, boolean oneDnn)
        implements Serializable {

    private Object readResolve() {
        return new TrainedNetwork(configuration, parameters, inputs, oneDnn);
    }
}
