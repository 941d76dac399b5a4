package org.jerboa.transfer.finetune;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the models of one depth of freezing do for each example to have the inputs of their trained part. What is in neither list is left
 * out.
 *
 * @param loads layers whose stored outputs are read, and inputs of the network
 * @param computes layers that are computed, each after what it reads
 * @param cost in multiply-accumulates, with bytes at their price
 */
record Reuse(List<String> loads, List<String> computes, long cost) implements Serializable {

    Reuse {
        loads = List.copyOf(loads);
        computes = List.copyOf(computes);
    }

    /**
     * The cheapest for the outputs that are stored: a minimum cut.
     *
     * <p>Each frozen layer has two nodes. <i>Present</i> is on the side of the source if its output is needed, and <i>computed</i> if it
     * is computed. To be present but not computed costs reading it, if it is stored, and is impossible if not; to be computed costs its
     * work, and needs all that it reads to be present; what the trained part reads must be present. An input of the network has
     * the first node alone, and costs reading it.
     *
     * @param stored layers whose outputs are stored
     * @param bytePrice multiply-accumulates that reading a byte of a stored output counts as
     */
    static Reuse of(ReuseWork work, FrozenPart part, Set<String> stored, long bytePrice) {
        Map<String, Integer> numbers = new HashMap<>();
        part.frozen().forEach(name -> numbers.put(name, numbers.size()));
        int layers = numbers.size();
        int source = 2 * layers;
        int sink = source + 1;
        FlowNetwork network = new FlowNetwork(sink + 1);
        part.boundary().forEach(name -> network.add(source, number(numbers, name), FlowNetwork.INFINITE));
        numbers.forEach((name, present) -> {
            int computed = layers + present;
            if (work.graph().layer(name).isInput()) {
                network.add(present, sink, work.bytes(name) * ReusePlanner.INPUT_BYTE);
                return;
            }
            network.add(present, computed, stored.contains(name) ? work.bytes(name) * bytePrice : FlowNetwork.INFINITE);
            network.add(computed, sink, work.graph().layer(name).multiplyAccumulates());
            for (String read : new HashSet<>(work.graph().layer(name).inputs())) {
                network.add(computed, number(numbers, read), FlowNetwork.INFINITE);
            }
        });
        long cost = network.cut(source, sink);
        List<String> loads = new ArrayList<>();
        List<String> computes = new ArrayList<>();
        for (String name : part.frozen()) {
            int present = number(numbers, name);
            if (network.isOnSourceSide(layers + present)
                    && !work.graph().layer(name).isInput()) {
                computes.add(name);
            } else if (network.isOnSourceSide(present)) {
                loads.add(name);
            }
        }
        return new Reuse(loads, computes, cost);
    }

    private static int number(Map<String, Integer> numbers, String name) {
        return Objects.requireNonNull(numbers.get(name), name);
    }

    /** Multiply-accumulates of one example. */
    long work(ReuseWork work) {
        return computes.stream()
                .mapToLong(name -> work.graph().layer(name).multiplyAccumulates())
                .sum();
    }

    /** That are read of one example. */
    long bytes(ReuseWork work) {
        return loads.stream().mapToLong(work::bytes).sum();
    }
}
