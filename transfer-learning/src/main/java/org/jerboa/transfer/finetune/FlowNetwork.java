package org.jerboa.transfer.finetune;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A network of nodes and directed edges with capacities, and its minimum cut between two nodes.
 *
 * <p>After Yefim Dinitz, <i>Algorithm for solution of a problem of maximum flow in networks with power estimation</i>, Soviet
 * Mathematics Doklady 11, 1970: shortest augmenting paths, found level by level. The networks here have two nodes for each layer
 * of a neural network, so that any algorithm would do, and a library of graphs would be a dependency for these lines. Not thread-safe.
 */
final class FlowNetwork {

    /** Never part of a minimum cut, if there is a finite one. */
    static final long INFINITE = Long.MAX_VALUE / 4;

    /** Ends of edges and what they still let through; an edge and its reverse are neighbours, 2i and 2i + 1. */
    private final List<long[]> edges = new ArrayList<>();

    private final List<List<Integer>> outgoing = new ArrayList<>();
    private int[] level = {};

    /** @param nodes numbered from 0 */
    FlowNetwork(int nodes) {
        for (int i = 0; i < nodes; i++) {
            outgoing.add(new ArrayList<>());
        }
    }

    /** @param capacity not negative */
    void add(int from, int to, long capacity) {
        outgoing.get(from).add(edges.size());
        edges.add(new long[] {to, capacity});
        outgoing.get(to).add(edges.size());
        edges.add(new long[] {from, 0});
    }

    /**
     * The capacity of the minimum cut. To be called once.
     *
     * @throws IllegalStateException if no cut is finite
     */
    long cut(int source, int sink) {
        long flow = 0;
        while (reaches(source, sink)) {
            int[] next = new int[outgoing.size()];
            long more = push(source, sink, INFINITE, next);
            while (more > 0) {
                flow += more;
                if (flow >= INFINITE) {
                    throw new IllegalStateException("every cut has an edge that must not be cut");
                }
                more = push(source, sink, INFINITE, next);
            }
        }
        return flow;
    }

    /** After {@link #cut}: whether the node is on the side of the source. Of several minimum cuts, the one next to the source. */
    boolean isOnSourceSide(int node) {
        return level[node] >= 0;
    }

    /** Numbers the nodes by their distance from the source over edges that still let something through; -1 where there is no way. */
    private boolean reaches(int source, int sink) {
        level = new int[outgoing.size()];
        Arrays.fill(level, -1);
        level[source] = 0;
        Deque<Integer> open = new ArrayDeque<>(List.of(source));
        while (!open.isEmpty()) {
            int node = open.remove();
            for (int edge : outgoing.get(node)) {
                int to = (int) edges.get(edge)[0];
                if (edges.get(edge)[1] > 0 && level[to] < 0) {
                    level[to] = level[node] + 1;
                    open.add(to);
                }
            }
        }
        return level[sink] >= 0;
    }

    /** Sends what it can along one path of rising levels. {@code next} says which edges of a node are still worth trying. */
    private long push(int node, int sink, long most, int[] next) {
        if (node == sink) {
            return most;
        }
        List<Integer> ways = outgoing.get(node);
        for (; next[node] < ways.size(); next[node]++) {
            int edge = ways.get(next[node]);
            long[] way = edges.get(edge);
            int to = (int) way[0];
            if (way[1] > 0 && level[to] == level[node] + 1) {
                long sent = push(to, sink, Math.min(most, way[1]), next);
                if (sent > 0) {
                    way[1] -= sent;
                    edges.get(edge ^ 1)[1] += sent;
                    return sent;
                }
            }
        }
        return 0;
    }
}
