package org.jerboa.transfer.graph;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes outputs of a network's layers for a minibatch, from its inputs or from the outputs of layers that are at hand. What is
 * computed equals bit for bit what one pass over the whole network computes for the same minibatch, with the same settings and
 * number of tool threads: the layers are the tool's own, in inference.
 *
 * <p>What lies between is in memory that is used again for the next minibatch, in one of the tool's workspaces for each thread: taken from
 * the system anew for each array, it takes longer than what is computed. Results are detached from workspaces, and their memory goes when
 * the collector finds them.
 *
 * <p>Not thread-safe. To be closed by the thread that has computed.
 */
public final class PartialForward implements AutoCloseable {

    /** Names the workspaces, one of each thread. */
    private static final String MEMORY = "JERBOA_PARTIAL_FORWARD";

    /**
     * Of arrays, at which a pass begins anew in the same memory, with copies of those that are still read. Large networks so take a
     * part of the memory that all their outputs together would take.
     */
    private static final long MOST_BYTES = 128L << 20;

    /** As much as was taken so far: from the second pass on nothing is allocated but results. */
    private static final WorkspaceConfiguration SIZE = WorkspaceConfiguration.builder()
            .initialSize(0)
            .overallocationLimit(0.02)
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private final LayerGraph graph;
    private final ComputationGraph network;
    private final long mostBytes;
    private long multiplyAccumulates;

    PartialForward(LayerGraph graph, ComputationGraph network) {
        this(graph, network, MOST_BYTES);
    }

    PartialForward(LayerGraph graph, ComputationGraph network, long mostBytes) {
        this.graph = graph;
        this.network = network;
        this.mostBytes = mostBytes;
    }

    /**
     * The outputs of some layers.
     *
     * @param given by name of layer or input: {@code [examples][shape]} of the layer's {@linkplain GraphLayer#shape() shape};
     *     they are left as they are
     * @param wanted names of layers; those that are given, too, are handed back as they are
     * @return by name, in the order of {@code wanted}
     * @throws IllegalArgumentException if a name is unknown, a shape does not fit, the numbers of examples differ, or a wanted
     *     layer cannot be computed from what is given
     */
    public Map<String, INDArray> compute(Map<String, INDArray> given, Collection<String> wanted) {
        List<GraphLayer> steps = graph.between(given.keySet(), wanted);
        requireShapes(given);
        Map<String, INDArray> outputs = new HashMap<>(given);
        Map<String, Integer> readers = readers(steps);
        Set<String> kept = new LinkedHashSet<>(wanted);
        MemoryWorkspace memory = enter();
        try {
            given.values().stream().findFirst().ifPresent(any -> network.setInput(0, any));
            for (GraphLayer step : steps) {
                outputs.put(step.name(), activate(step, outputs));
                for (String input : step.inputs()) {
                    int left = readers.merge(input, -1, Integer::sum);
                    if (left == 0 && !kept.contains(input)) {
                        outputs.remove(input);
                    }
                }
                if (memory.getThisCycleAllocations() > mostBytes) {
                    outputs.replaceAll((name, output) -> output.detach());
                    memory.close();
                    memory = enter();
                }
            }
            Map<String, INDArray> result = new LinkedHashMap<>();
            kept.forEach(name -> {
                INDArray output = given.get(name);
                result.put(
                        name,
                        output == null
                                ? Objects.requireNonNull(outputs.get(name)).detach()
                                : output);
            });
            return result;
        } finally {
            network.clear();
            memory.close();
        }
    }

    private static MemoryWorkspace enter() {
        return Nd4j.getWorkspaceManager().getAndActivateWorkspace(SIZE, MEMORY);
    }

    /** Gives back the memory of the calling thread's passes. They may go on, with new memory. */
    @Override
    public void close() {
        if (Nd4j.getWorkspaceManager().checkIfWorkspaceExists(MEMORY)) {
            Nd4j.getWorkspaceManager()
                    .destroyWorkspace(Nd4j.getWorkspaceManager().getWorkspaceForCurrentThread(MEMORY));
        }
    }

    /** Of all that was computed so far: those of each layer, times the examples that it was computed for. */
    public long multiplyAccumulates() {
        return multiplyAccumulates;
    }

    private static Map<String, Integer> readers(List<GraphLayer> steps) {
        Map<String, Integer> readers = new HashMap<>();
        steps.forEach(step -> step.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
        return readers;
    }

    private INDArray activate(GraphLayer step, Map<String, INDArray> outputs) {
        LayerWorkspaceMgr mgr = LayerWorkspaceMgr.builder()
                .defaultWorkspace(MEMORY, SIZE)
                // recurrent layers enter and leave it for each step
                .noWorkspaceFor(ArrayType.RNN_FF_LOOP_WORKING_MEM)
                .build();
        GraphVertex vertex = network.getVertex(step.name());
        for (int i = 0; i < step.inputs().size(); i++) {
            INDArray input = Objects.requireNonNull(outputs.get(step.inputs().get(i)));
            // A copy: in inference some of the tool's layers write their output over their input.
            vertex.setInput(i, input.dup(), mgr);
        }
        INDArray output = vertex.doForward(false, mgr);
        vertex.clear();
        multiplyAccumulates += output.size(0) * step.multiplyAccumulates();
        return output;
    }

    private void requireShapes(Map<String, INDArray> given) {
        long examples = given.values().stream()
                .mapToLong(array -> array.size(0))
                .findFirst()
                .orElse(0);
        given.forEach((name, array) -> {
            long[] shape = graph.layer(name).shape();
            long[] found = array.shape();
            if (array.size(0) != examples || !Arrays.equals(Arrays.copyOfRange(found, 1, found.length), shape)) {
                throw new IllegalArgumentException("output of '" + name + "' is given as " + Arrays.toString(found)
                        + "; it is " + Arrays.toString(shape) + " for each of " + examples + " examples");
            }
        });
    }
}
