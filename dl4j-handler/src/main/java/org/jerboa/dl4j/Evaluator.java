package org.jerboa.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Evaluates a network over a shard: one forward pass for predictions and losses together, where the loss can be computed
 * from the predictions.
 *
 * @param <M> the kind of network
 */
final class Evaluator<M extends Model> {

    /** Larger minibatches than in training are faster, and inference does not depend on their size. */
    private static final int BATCH = 256;

    private static final long BATCH_BYTES = 32L << 20;

    private final Networks<M> networks;

    Evaluator(Networks<M> networks) {
        this.networks = networks;
    }

    MetricAccumulator evaluate(M network, Minibatches data, UnitContext unit, @Nullable Task task) {
        List<OutputPort> outputs = networks.outputs(network);
        OutputRows[] rows = new OutputRows[outputs.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new OutputRows(outputs.get(i), task, metrics(unit.metrics(), outputs, i));
        }
        for (int from = 0; from < data.examples(); from += data.batchSize()) {
            unit.checkCancelled();
            evaluate(network, data.load(from), rows);
        }
        MetricAccumulator evaluation = rows.length == 1 ? rows[0].build() : outputs(outputs, rows);
        return unit.metrics().contains(SizedAccumulator.METRIC)
                ? new SizedAccumulator(evaluation, network.numParams())
                : evaluation;
    }

    /** Examples of a minibatch, where training has so many. */
    static int batchSize(Schema schema, @Nullable InputSource source, int inTraining) {
        long bytes = source == null
                ? schema.features().stream()
                        .mapToLong(t -> (long) t.elements() * Float.BYTES)
                        .sum()
                : source.bytesPerExample(schema);
        return (int) Math.max(inTraining, Math.min(BATCH, BATCH_BYTES / Math.max(1, bytes)));
    }

    private static MetricAccumulator outputs(List<OutputPort> outputs, OutputRows[] rows) {
        return new OutputsAccumulator(
                outputs.stream().map(OutputPort::name).toList(),
                Arrays.stream(rows).map(OutputRows::build).toList());
    }

    private void evaluate(M network, Minibatch minibatch, OutputRows[] rows) {
        INDArray[] predictions = networks.output(network, minibatch);
        double[] scores = null;
        if (rows.length == 1 && rows[0].needsScores()) {
            scores = networks.scores(network, minibatch).toDoubleVector();
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i].add(predictions[i], minibatch.labels()[i], minibatch.labelMask(i), scores);
            if (predictions[i].closeable()) {
                predictions[i].close();
            }
        }
    }

    /** The first output's metrics go by their plain names, those of the others by {@code output.metric}. */
    private static Set<String> metrics(Set<String> asked, List<OutputPort> outputs, int index) {
        boolean wanted = asked.contains(outputs.get(index).name() + ".auc") || (index == 0 && asked.contains("auc"));
        return wanted ? Set.of("auc") : Set.of();
    }
}
