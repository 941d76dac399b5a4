package org.jerboa.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The inputs of a graph of layers, filled from stored examples as {@link Dl4jHandler} fills them in training: each in the layout
 * that its first layer takes. For whoever computes with a network outside of a study.
 *
 * <p>Not thread-safe. Holds arrays off the heap, which {@link #close} frees.
 */
public final class GraphInputs implements AutoCloseable {

    private final Map<String, Column> columns = new LinkedHashMap<>();

    private GraphInputs() {}

    /**
     * What the network is given for examples of these tensors.
     *
     * @param features one for each input: by name if every input finds a tensor of its name, else in order
     * @return in the order of the network's inputs
     * @throws IllegalArgumentException if the tensors are too few or too many, or one does not fit its input
     */
    public static List<InputType> types(ComputationGraphConfiguration network, List<TensorSpec> features) {
        List<InputPort> ports = ports(network);
        List<TensorSpec> specs = Minibatches.assign("input", ports, InputPort::name, features, spec -> spec);
        List<InputType> types = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            TensorPlan plan = TensorPlan.features(specs.get(i), ports.get(i));
            types.add(ports.get(i).layout().inputType(plan.shape()));
        }
        return types;
    }

    /**
     * @param features as in {@link #types}
     * @param batchSize the most examples that {@link #load} is asked for
     * @throws IllegalArgumentException as {@link #types}, or if a minibatch would exceed 2 GiB
     */
    public static GraphInputs of(ComputationGraphConfiguration network, List<Tensor> features, int batchSize) {
        List<InputPort> ports = ports(network);
        List<Tensor> tensors = Minibatches.assign("input", ports, InputPort::name, features, Tensor::spec);
        GraphInputs inputs = new GraphInputs();
        boolean done = false;
        try {
            for (int i = 0; i < tensors.size(); i++) {
                TensorPlan plan = TensorPlan.features(tensors.get(i).spec(), ports.get(i));
                inputs.columns.put(ports.get(i).name(), new Column(tensors.get(i), plan, batchSize));
            }
            done = true;
        } finally {
            if (!done) {
                inputs.close();
            }
        }
        return inputs;
    }

    private static List<InputPort> ports(ComputationGraphConfiguration network) {
        return network.getNetworkInputs().stream()
                .map(name -> Ports.input(name, network))
                .toList();
    }

    /**
     * The examples {@code from} to {@code to} (exclusive), by name of input; the arrays are valid until the next call.
     */
    public Map<String, INDArray> load(int from, int to) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        columns.forEach((name, column) -> arrays.put(name, column.load(from, to)));
        return arrays;
    }

    @Override
    public void close() {
        columns.values().forEach(Column::close);
        columns.clear();
    }
}
