package org.jerboa.transfer;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.StudyResult;

/**
 * What came of learning from one layer with one kind of downstream model.
 *
 * @param layer empty for the structured features alone
 * @param head name of the kind of downstream model
 * @param features numbers that the downstream models were given for an example, structured ones included
 * @param inputs names of the tensors that the downstream models take, in order
 * @param study its models are graphs with these inputs
 */
public record LayerResult(
        Optional<String> layer, String head, int features, List<String> inputs, StudyResult<ComputationGraph> study) {

    /** How the features of a layer are called among {@link #inputs}. */
    public static final String FEATURES = "features";

    public LayerResult {
        inputs = List.copyOf(inputs);
    }

    /** For people. */
    public String name() {
        return layer.orElse("structured features alone");
    }

    /** Value of an objective at the best epoch of the best trial; NaN if there is none. */
    public double value(Objective objective) {
        return study.ranking().isEmpty() ? Double.NaN : study.ranking().get(0).bestValue(objective);
    }
}
