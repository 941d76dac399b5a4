package org.jerboa.transfer.graph;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.jspecify.annotations.Nullable;

/**
 * Copies of graphs' descriptions. The tool's {@code clone()} forgets along which dimension a {@link MergeVertex} joins its inputs,
 * and the copy joins images whose channels come last by their rows.
 */
public final class ConfigurationCopy {

    private ConfigurationCopy() {}

    /** A copy that describes the same graph and shares no vertex with it. */
    public static ComputationGraphConfiguration of(ComputationGraphConfiguration graph) {
        ComputationGraphConfiguration copy = graph.clone();
        graph.getVertices().forEach((name, vertex) -> {
            if (thawed(vertex) instanceof MergeVertex merge
                    && thawed(copy.getVertices().get(name)) instanceof MergeVertex copied) {
                copied.setMergeAxis(merge.getMergeAxis());
                // which the line before has said of every axis
                copied.setModified(merge.isModified());
            }
        });
        return copy;
    }

    private static @Nullable GraphVertex thawed(@Nullable GraphVertex vertex) {
        return vertex instanceof FrozenVertex frozen ? frozen.getUnderlying() : vertex;
    }
}
