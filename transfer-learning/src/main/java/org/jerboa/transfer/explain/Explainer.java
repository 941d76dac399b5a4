package org.jerboa.transfer.explain;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Explains a convolutional network's predictions by heat maps of occlusion.
 *
 * <p>The image goes through the network once, and every layer's output is kept. For each position of the patch only the window of each
 * layer's maps that it can have changed is computed again, by the layer's own code, for many positions at once; from the first layer on
 * that needs its whole input (dense, global pooling) all is computed. The result is that of a full forward pass for each position, but for
 * the rounding of sums whose order depends on the size of a batch. After Krypton: Nakandala, Kumar and Papakonstantinou, "Query
 * Optimization for Faster Deep CNN Explanations" (SIGMOD Record 49(1), 2020), its exact mode.
 *
 * <p>What can be computed by windows: convolution (also depthwise and separable), pooling, batch and local response normalisation,
 * activations but softmax, dropout, zero padding, and in graphs sums, products, means and maxima of equal shapes, merging of channels,
 * scaling and shifting. A layer of another kind is computed whole, and so is everything behind it; {@link #plan} says which and why.
 *
 * <p>Uses the network's own layers, so it is as little thread-safe as the network is, and leaves parameters alone.
 */
public final class Explainer {

    private final List<Node> nodes;
    private final CNN2DFormat format;
    private final DataType type;
    private final UnaryOperator<INDArray> network;
    private final Function<InputType, LayerGraph> costs;

    private Explainer(
            List<Node> nodes, DataType type, UnaryOperator<INDArray> network, Function<InputType, LayerGraph> costs) {
        this.nodes = nodes;
        this.format = Nodes.format(nodes);
        this.type = type;
        this.network = network;
        this.costs = costs;
    }

    /** @throws IllegalArgumentException if the network has no convolution */
    public static Explainer of(MultiLayerNetwork network) {
        return new Explainer(
                Nodes.of(network),
                network.params().dataType(),
                images -> network.output(images, false),
                input -> TrainedNetwork.of(network, input).graph());
    }

    /** @throws IllegalArgumentException if the network has no convolution, several inputs or several outputs */
    public static Explainer of(ComputationGraph network) {
        return new Explainer(
                Nodes.of(network),
                network.params().dataType(),
                images -> network.outputSingle(false, images),
                input -> TrainedNetwork.of(network, input).graph());
    }

    /** @throws IllegalArgumentException if the network has no convolution, several inputs or several outputs */
    public static Explainer of(TrainedNetwork network) {
        return of(network.network());
    }

    /**
     * The heat map of an image.
     *
     * @param image {@code [channels][rows][columns]} or {@code [1][channels][rows][columns]}, in the numbers that the network was trained on;
     *     with the channels last if the network's convolutions have them last
     * @throws IllegalArgumentException if the image does not fit the network, the patch does not fit the image, or the network has no such
     *     class
     */
    public HeatMap explain(Occlusion occlusion, INDArray image) {
        CleanPass clean = new CleanPass(nodes, format, single(image));
        Patch patch = new Patch(occlusion, clean.image(), format);
        IncrementalPass pass = new IncrementalPass(clean, Propagation.of(clean, patch.positions()), patch.positions());
        return new Scan(occlusion, patch, clean.prediction())
                .heatMap((first, count) -> pass.predict(patch.repeated(count), first));
    }

    /**
     * The same by a full forward pass for each position: what {@link #explain} is held against.
     *
     * @throws IllegalArgumentException as {@link #explain}
     */
    public HeatMap explainNaively(Occlusion occlusion, INDArray image) {
        CleanPass clean = new CleanPass(nodes, format, single(image));
        Patch patch = new Patch(occlusion, clean.image(), format);
        return new Scan(occlusion, patch, network.apply(clean.image().dup()))
                .heatMap((first, count) -> network.apply(patch.laidOver(first, count)));
    }

    /**
     * What {@link #explain} computes of each layer, and how much less that is. Takes the time of one forward pass.
     *
     * @throws IllegalArgumentException as {@link #explain}
     */
    public OcclusionPlan plan(Occlusion occlusion, INDArray image) {
        CleanPass clean = new CleanPass(nodes, format, single(image));
        Patch patch = new Patch(occlusion, clean.image(), format);
        MapShape shape = patch.imageShape();
        InputType input = InputType.convolutional(shape.rows(), shape.columns(), shape.channels(), format);
        return OcclusionPlan.of(
                clean,
                Propagation.of(clean, patch.positions()),
                costs.apply(input),
                patch.positions().positions());
    }

    private INDArray single(INDArray image) {
        long[] shape = image.shape();
        if (shape.length == 3) {
            return image.castTo(type).dup('c').reshape(1, shape[0], shape[1], shape[2]);
        }
        if (shape.length != 4 || shape[0] != 1) {
            throw new IllegalArgumentException("an array of shape " + Arrays.toString(shape)
                    + " is no image; give it as [channels][rows][columns], one at a time");
        }
        return image.castTo(type).dup('c');
    }
}
