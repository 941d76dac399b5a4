package org.jerboa.transfer.materialise;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.dl4j.GraphInputs;
import org.jerboa.transfer.graph.PartialForward;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;

/**
 * Finds the scales for storing outputs of layers as bytes. Up to {@value #EXAMPLES} examples, the first of the first training shard,
 * go through the network once. The least and the greatest output of a layer there become 0 and 255, and what lies between is even
 * steps; later outputs beyond them are stored as the nearest. So the scales depend on the data and the network alone, and on no plan.
 */
public final class Calibration {

    /** Examples that are looked at, or all of the shard if it has fewer. */
    static final int EXAMPLES = 256;

    private static final double STEPS = 255;

    private final Map<String, Range> ranges = new LinkedHashMap<>();

    private Calibration() {}

    /**
     * @param images names of the tensors that the network is given
     * @param layers whose outputs are to be stored
     * @return the scale of each layer
     * @throws IOException if the examples cannot be read
     * @throws IllegalArgumentException if an output is infinite or NaN
     */
    public static Map<String, Scaling> scalings(
            TrainedNetwork network, Dataset data, List<String> images, Collection<String> layers, int batchSize)
            throws IOException {
        Calibration calibration = new Calibration();
        Shard first = data.shards(Split.TRAINING).get(0);
        List<Tensor> tensors = images.stream().map(first.open()::tensor).toList();
        int examples = Math.min(EXAMPLES, first.examples());
        try (PartialForward forward = network.forward();
                GraphInputs inputs =
                        GraphInputs.of(network.configuration(), tensors, Math.min(batchSize, first.examples()))) {
            for (int at = 0; at < examples; at += batchSize) {
                // whole minibatches, as the passes have them
                int to = Math.min(first.examples(), at + batchSize);
                forward.compute(inputs.load(at, to), layers)
                        .forEach((layer, output) ->
                                calibration.add(layer, output.dup('c').data().asNioFloat()));
            }
        }
        Map<String, Scaling> scalings = new LinkedHashMap<>();
        calibration.ranges.forEach((layer, range) -> scalings.put(layer, range.scaling(layer)));
        return scalings;
    }

    private void add(String layer, FloatBuffer outputs) {
        Range range = ranges.computeIfAbsent(layer, name -> new Range());
        while (outputs.hasRemaining()) {
            range.add(outputs.get());
        }
    }

    private static final class Range {

        private float least = Float.POSITIVE_INFINITY;
        private float greatest = Float.NEGATIVE_INFINITY;

        void add(float number) {
            // NaN in one is NaN for good
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
        }

        Scaling scaling(String layer) {
            if (!Float.isFinite(least) || !Float.isFinite(greatest)) {
                throw new IllegalArgumentException("outputs of layer '" + layer + "' lie between " + least + " and "
                        + greatest + ", which has no scale; store as FLOAT32");
            }
            return Scaling.of(((double) greatest - least) / STEPS, least);
        }
    }
}
