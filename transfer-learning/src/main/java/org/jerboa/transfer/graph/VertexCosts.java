package org.jerboa.transfer.graph;

import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;

/** How much work the vertices of a graph are that are no layers; {@link GraphLayer} says what is counted. */
final class VertexCosts {

    private VertexCosts() {}

    /**
     * Multiply-accumulates of one example, or {@link LayerCosts#UNKNOWN}.
     *
     * @param given numbers that the vertex gives
     * @throws IllegalArgumentException for a vertex that joins or parts examples
     */
    static long of(String name, GraphVertex vertex, int inputs, long given) {
        if (vertex instanceof StackVertex || vertex instanceof UnstackVertex) {
            throw new IllegalArgumentException(
                    "'" + name + "' (" + vertex.getClass().getSimpleName()
                            + ") joins or parts examples, so that its output is not one of each example; use a network"
                            + " without it");
        }
        if (vertex instanceof ElementWiseVertex) {
            return (inputs - 1) * given;
        }
        if (vertex instanceof ScaleVertex || vertex instanceof ShiftVertex) {
            return given;
        }
        if (vertex instanceof L2NormalizeVertex) {
            return 2 * given;
        }
        return copies(vertex) ? 0 : LayerCosts.UNKNOWN;
    }

    private static boolean copies(GraphVertex vertex) {
        return vertex instanceof MergeVertex
                || vertex instanceof SubsetVertex
                || vertex instanceof ReshapeVertex
                || vertex instanceof PreprocessorVertex
                || vertex instanceof PoolHelperVertex
                || vertex instanceof LastTimeStepVertex;
    }
}
