package org.jerboa.transfer.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every layer puts out for the clean image. Number 0 is the image itself, number i the i-th node's output. */
final class CleanPass {

    private final List<Node> nodes;
    private final CNN2DFormat format;
    private final List<INDArray> outputs = new ArrayList<>();

    /**
     * @param image {@code [1][channels][rows][columns]}, or with the channels last
     * @throws IllegalArgumentException if the image does not fit a layer
     */
    CleanPass(List<Node> nodes, CNN2DFormat format, INDArray image) {
        this.nodes = nodes;
        this.format = format;
        outputs.add(image);
        for (Node node : nodes) {
            // Copies, as a layer may write into its input, and others may read the same one.
            List<INDArray> inputs =
                    node.inputs().stream().map(i -> outputs.get(i).dup('c')).toList();
            outputs.add(forward(node, inputs, image));
        }
    }

    private static INDArray forward(Node node, List<INDArray> inputs, INDArray image) {
        try {
            return node.step().forward(inputs).dup('c');
        } catch (RuntimeException e) {
            // The tool, and its native library, throw many kinds where shapes do not fit.
            throw new IllegalArgumentException(
                    "an image of shape " + Arrays.toString(image.shape()) + " does not fit layer '" + node.name()
                            + "' (" + node.kind() + "): " + e.getMessage()
                            + "; give it the shape that the network was made for",
                    e);
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    CNN2DFormat format() {
        return format;
    }

    DataType type() {
        return outputs.get(0).dataType();
    }

    String name(int number) {
        return number == 0 ? "image" : nodes.get(number - 1).name();
    }

    boolean isMaps(int number) {
        return outputs.get(number).rank() == 4;
    }

    CleanMaps maps(int number) {
        return new CleanMaps(outputs.get(number), format);
    }

    INDArray image() {
        return outputs.get(0);
    }

    /** {@code [1][classes]}. */
    INDArray prediction() {
        return outputs.get(outputs.size() - 1);
    }

    int numbers() {
        return outputs.size();
    }
}
