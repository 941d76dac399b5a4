package org.jerboa.transfer.plan;

import java.util.Locale;

/**
 * How many threads a worker can have, and into how many shards the data is to be cut, so that no worker runs out of memory; and
 * how much of it is left for outputs of layers.
 *
 * <p>With {@code x} threads on each of {@code n} nodes, and sizes as in {@link Demand} and {@link SizingRules},
 *
 * <pre>{@code
 * shards  = ceil(together / (shardBytes * x * n)) * x * n
 * user    = max(network + x * copies * together / shards, x * downstream)
 * storage = memory - system - core - x * running - user
 * }</pre>
 *
 * and {@code x} is the greatest number of threads, of the cores that are of use but one, that leaves any storage. After the optimiser of Supun
 * Nakandala and Arun Kumar, <i>Vista: Optimized System for Declarative Feature Transfer from Deep CNNs at Scale</i>, SIGMOD 2020,
 * without its choices of Spark's joins and of how Spark stores rows.
 *
 * <p>Immutable. Needs no more memory for fewer threads, so that more memory never gives fewer.
 */
public final class WorkerSizing {

    private static final double MB = 1e6;

    private final Cluster cluster;
    private final Demand demand;
    private final SizingRules rules;
    private final int threads;

    private WorkerSizing(Cluster cluster, Demand demand, SizingRules rules, int threads) {
        this.cluster = cluster;
        this.demand = demand;
        this.rules = rules;
        this.threads = threads;
    }

    /**
     * The sizing with the most threads.
     *
     * @throws IllegalArgumentException if a node has no core for a thread, or not the memory for one; the message says how much
     *     there must be
     */
    public static WorkerSizing of(Cluster cluster, Demand demand, SizingRules rules) {
        int most = Math.min(cluster.cores(), rules.mostCores()) - 1;
        if (most < 1) {
            throw new IllegalArgumentException("a node has " + cluster.cores()
                    + " core, which is left to the operating system; take nodes of at least 2");
        }
        for (int threads = most; threads >= 1; threads--) {
            WorkerSizing sizing = new WorkerSizing(cluster, demand, rules, threads);
            if (sizing.storage() > 0) {
                return sizing;
            }
        }
        throw new WorkerSizing(cluster, demand, rules, 1).tooSmall();
    }

    private IllegalArgumentException tooSmall() {
        long needed = cluster.memoryBytes() - storage();
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "a node of %.1f MB has no room for outputs beside one thread: the operating system takes %.1f MB, the"
                        + " program %.1f, running the network %.1f, and the network and outputs under way %.1f; take nodes"
                        + " of more than %d bytes (%.1f MB), or smaller minibatches or shards",
                cluster.memoryBytes() / MB,
                rules.systemBytes() / MB,
                rules.coreBytes() / MB,
                demand.running() / MB,
                user() / MB,
                needed,
                needed / MB));
    }

    /** Threads of each worker, and so units of training or inference at a time; each with one thread of the deep-learning tool. */
    public int threads() {
        return threads;
    }

    /** Into how many shards the examples of all splits are to be cut: as many for each thread of the cluster. */
    public long shards() {
        long all = (long) threads * cluster.nodes();
        return ceil(demand.together(), rules.shardBytes() * all) * all;
    }

    /** Bytes of a worker for running the network, on all its threads. */
    public long running() {
        return threads * demand.running();
    }

    /** Bytes of a worker for the network itself, and for outputs on their way into storage or downstream models, whichever is more. */
    public long user() {
        double underWay = rules.copies() * demand.together() * threads / shards();
        return Math.max(demand.network() + (long) Math.ceil(underWay), threads * demand.downstream());
    }

    /** Bytes of a worker that are left for outputs of layers, at least 1. */
    public long storage() {
        return cluster.memoryBytes() - rules.systemBytes() - rules.coreBytes() - running() - user();
    }

    /** Whether the outputs that are there at any time fit into the storage of all workers together; if not, they need room in files. */
    public boolean holdsAll() {
        return ceil(demand.held(), cluster.nodes()) <= storage();
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /** Where a node's memory goes, line by line. */
    public String explain() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s on %s with %s, %s%n",
                counted(threads, "thread"),
                nodes(),
                counted(cluster.cores(), "core"),
                counted(shards(), "shard")));
        line(text, cluster.memoryBytes(), "memory of a node");
        line(text, rules.systemBytes(), "operating system");
        line(text, rules.coreBytes(), "the program itself");
        line(text, running(), "running the network on " + counted(threads, "thread"));
        line(text, user(), "the network, outputs under way, downstream models");
        line(text, storage(), "left for outputs");
        text.append(String.format(
                Locale.ROOT,
                "Outputs of %.1f MB are there at most, %.1f for each node: %s%n",
                demand.held() / MB,
                demand.held() / MB / cluster.nodes(),
                holdsAll() ? "they fit" : "give them room in files"));
        return text.toString();
    }

    private String nodes() {
        return cluster.nodes() == 1 ? "1 node" : "each of " + cluster.nodes() + " nodes";
    }

    private static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static void line(StringBuilder text, long bytes, String what) {
        text.append(String.format(Locale.ROOT, "%14.1f MB  %s%n", bytes / MB, what));
    }

    @Override
    public String toString() {
        return counted(threads, "thread") + ", " + counted(shards(), "shard") + ", " + counted(storage(), "byte")
                + " for outputs on " + nodes();
    }
}
