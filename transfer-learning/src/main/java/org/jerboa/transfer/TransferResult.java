package org.jerboa.transfer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.tune.metric.Objective;

/** What came of comparing the layers of a network. Immutable, but that models are handed out as they are. */
public final class TransferResult {

    private final TransferProblem problem;
    private final PlannedTransfer planned;
    private final List<LayerResult> results;
    private final TransferCost cost;
    private final Objective objective;

    TransferResult(
            TransferProblem problem,
            PlannedTransfer planned,
            List<LayerResult> results,
            TransferCost cost,
            Objective objective) {
        this.problem = problem;
        this.planned = planned;
        this.results = List.copyOf(results);
        this.cost = cost;
        this.objective = objective;
    }

    /** One for each layer and head, in the network's order; those of the structured features alone come first. */
    public List<LayerResult> results() {
        return results;
    }

    /**
     * The best, by the objective; the first of those that tie.
     *
     * @throws IllegalStateException if no study has a trial with a value that is a number
     */
    public LayerResult best() {
        LayerResult best = null;
        for (LayerResult result : results) {
            double value = result.value(objective);
            if (!Double.isNaN(value)
                    && (best == null || objective.direction().isBetter(value, best.value(objective)))) {
                best = result;
            }
        }
        if (best == null) {
            throw new IllegalStateException(
                    "no downstream model has a value of " + objective.metric() + "; look at the trials of results()");
        }
        return best;
    }

    /** {@link #network(LayerResult)} of the best. */
    public ComputationGraph network() {
        return network(best());
    }

    /**
     * One network from the raw inputs to the prediction: the layers of the pre-trained network up to the features, frozen, and the
     * best downstream model of that layer. Its inputs are the pre-trained network's, then the structured features in the dataset's
     * order, scaled as the dataset scales them. It can be saved, and belongs to the caller. For the structured features alone it is the
     * downstream model.
     */
    public ComputationGraph network(LayerResult result) {
        ComputationGraph head = result.study().best().model();
        return result.layer()
                .map(layer -> new Deployment(problem.network(), problem.vector(layer)).with(head, problem.structured()))
                .orElse(head);
    }

    /** What computing and storing the layers has taken. */
    public TransferCost cost() {
        return cost;
    }

    /** All layers side by side, the best marked by a star; for people. */
    public String table() {
        LayerResult best = best();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-28s %-10s %8s %12s %12s%n",
                "layer",
                "head",
                "features",
                objective.metric(),
                "on test"));
        for (LayerResult result : results) {
            Map<String, Double> test = result.study().best().testMetrics();
            text.append(String.format(
                    Locale.ROOT,
                    "%s %-28s %-10s %8d %12.4f %12s%n",
                    result.equals(best) ? "*" : " ",
                    result.name(),
                    result.head(),
                    result.features(),
                    result.value(objective),
                    test.containsKey(objective.metric())
                            ? String.format(Locale.ROOT, "%.4f", test.get(objective.metric()))
                            : ""));
        }
        return text.toString();
    }

    /** The plan, what was expected of it, and what it has taken. */
    public String explain() {
        StringBuilder text = new StringBuilder(planned.explain());
        PlannedTransfer.line(text, "done", cost.multiplyAccumulates(), cost.bytesWritten(), cost.peakBytes());
        return text.toString();
    }
}
