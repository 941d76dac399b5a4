package org.jerboa.transfer.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowNetworkTest {

    private record Edge(int from, int to, long capacity) {}

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8})
    void noDivisionOfTheNodesIsCheaper(int nodes) {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            FlowNetwork network = new FlowNetwork(nodes);
            List<Edge> edges = new ArrayList<>();
            for (int i = 0; i < 3 * nodes; i++) {
                Edge edge = new Edge(random.nextInt(nodes), random.nextInt(nodes), random.nextInt(10));
                if (edge.from() != edge.to()) {
                    edges.add(edge);
                    network.add(edge.from(), edge.to(), edge.capacity());
                }
            }
            long cheapest = Long.MAX_VALUE;
            for (int members = 0; members < 1 << nodes; members++) {
                if ((members & 1) == 1 && (members >> (nodes - 1) & 1) == 0) {
                    cheapest = Math.min(cheapest, capacity(edges, members));
                }
            }

            assertThat(network.cut(0, nodes - 1)).as("seed " + seed).isEqualTo(cheapest);
            int found = 0;
            for (int node = 0; node < nodes; node++) {
                found |= network.isOnSourceSide(node) ? 1 << node : 0;
            }
            assertThat(capacity(edges, found)).as("seed " + seed).isEqualTo(cheapest);
        }
    }

    /** Of the edges that leave these nodes. */
    private static long capacity(List<Edge> edges, int members) {
        return edges.stream()
                .filter(edge -> (members >> edge.from() & 1) == 1 && (members >> edge.to() & 1) == 0)
                .mapToLong(Edge::capacity)
                .sum();
    }

    @Test
    void saysThatNothingMayBeCut() {
        FlowNetwork network = new FlowNetwork(3);
        network.add(0, 1, FlowNetwork.INFINITE);
        network.add(1, 2, FlowNetwork.INFINITE);

        assertThatThrownBy(() -> network.cut(0, 2)).isInstanceOf(IllegalStateException.class);
    }
}
