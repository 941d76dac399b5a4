package org.jerboa.transfer.explain;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer's or a vertex' own forward pass, as in inference. It may write into its inputs: some of the tool's layers do. */
interface Step {

    /** @param inputs {@code [examples]...}; the callee's own from here on */
    INDArray forward(List<INDArray> inputs);

    static Step of(Layer layer, @Nullable InputPreProcessor before) {
        return inputs -> {
            INDArray input = inputs.get(0);
            LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
            INDArray read = before == null ? input : before.preProcess(input, (int) input.size(0), memory);
            INDArray output = layer.activate(read, false, memory);
            layer.clear();
            return output;
        };
    }

    static Step of(GraphVertex vertex) {
        return inputs -> {
            LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
            for (int i = 0; i < inputs.size(); i++) {
                vertex.setInput(i, inputs.get(i), memory);
            }
            INDArray output = vertex.doForward(false, memory);
            vertex.clear();
            return output;
        };
    }
}
