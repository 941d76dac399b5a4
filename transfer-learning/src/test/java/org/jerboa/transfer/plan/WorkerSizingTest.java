package org.jerboa.transfer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSizingTest {

    private static final SizingRules VISTA = SizingRules.vista();

    private static long bytes(String gigabytes) {
        return new BigDecimal(gigabytes).movePointRight(9).longValueExact();
    }

    private static String gigabytes(long bytes) {
        return BigDecimal.valueOf(bytes, 9).stripTrailingZeros().toPlainString();
    }

    /**
     * Vectors for Vista's optimiser, computed from its published formulas by hand; sizes in GB. For the first, seven threads on eight nodes
     * take 10 / (0.1 * 56), so 2, shards each. The network and two copies of 7 * 10 / 112 GB are 1.55 GB, downstream models 7 * 0.5.
     */
    @ParameterizedTest
    @CsvSource({
        "8,32,8,.3,2,10,12,    7 threads 112 shards user 3.5 storage 9.1",
        "8,32,8,.6,3,10,40,    7 threads 112 shards user 3.5 storage 2.1",
        "2,8,1,.2,1,1,2,       1 threads 10 shards user 0.5 storage 1.1",
        "16,16,2,.6,3,3,5,     3 threads 30 shards user 1.5 storage 0.1",
        "4,6,1,.6,3,1,1,       infeasible"
    })
    void sizesWorkersAsVistaDoes(
            int cores,
            String memory,
            int nodes,
            String serialised,
            String running,
            String single,
            String pair,
            String expected) {
        Demand demand = new Demand(bytes(serialised), bytes(running), bytes(".5"), bytes(single), bytes(pair));

        String found = sizing(new Cluster(nodes, cores, bytes(memory)), demand, VISTA)
                .map(sizing -> sizing.threads() + " threads " + sizing.shards() + " shards user "
                        + gigabytes(sizing.user()) + " storage " + gigabytes(sizing.storage()))
                .orElse("infeasible");

        assertThat(found).isEqualTo(expected);
    }

    /** The fifth vector: 3 + 2.4 + 3 + 0.6 + 2 * 0.1 GB are needed, and there are 6. */
    @Test
    void saysWhatANodeLacksWhereVistaFindsItInfeasible() {
        Demand demand = new Demand(bytes(".6"), bytes("3"), bytes(".5"), bytes("1"), bytes("1"));

        assertThatThrownBy(() -> WorkerSizing.of(new Cluster(1, 4, bytes("6")), demand, VISTA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a node of 6000.0 MB has no room for outputs beside one thread: the operating system takes"
                        + " 3000.0 MB, the program 2400.0, running the network 3000.0, and the network and"
                        + " outputs under way 800.0; take nodes of more than 9200000000 bytes (9200.0 MB), or"
                        + " smaller minibatches or shards");
        assertThatThrownBy(() -> WorkerSizing.of(new Cluster(1, 4, 9_200_000_000L), demand, VISTA))
                .isInstanceOf(IllegalArgumentException.class);
        WorkerSizing least = WorkerSizing.of(new Cluster(1, 4, 9_200_000_001L), demand, VISTA);
        assertThat(least.threads()).isEqualTo(1);
        assertThat(least.storage()).isEqualTo(1);
    }

    @Test
    void needsACoreBesideTheSystems() {
        Demand demand = new Demand(0, 1, 0, 1, 1);

        assertThatThrownBy(() -> WorkerSizing.of(new Cluster(1, 1, bytes("100")), demand, VISTA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a node has 1 core, which is left to the operating system; take nodes of at least 2");
        assertThat(WorkerSizing.of(new Cluster(1, 64, bytes("100")), demand, VISTA.cores(33))
                        .threads())
                .isEqualTo(32);
    }

    /** Memory that is taken with so many threads, by whole numbers of any length; nothing of it is shared with what is tested. */
    private static BigInteger taken(Cluster cluster, Demand demand, SizingRules rules, int threads) {
        BigDecimal together = BigDecimal.valueOf(demand.together());
        BigDecimal all = BigDecimal.valueOf(threads).multiply(BigDecimal.valueOf(cluster.nodes()));
        BigDecimal shards = together.divide(
                        all.multiply(BigDecimal.valueOf(rules.shardBytes())), 0, RoundingMode.CEILING)
                .multiply(all);
        BigDecimal computing = together.multiply(BigDecimal.valueOf(threads))
                .multiply(BigDecimal.valueOf(rules.copies()))
                .divide(shards, 0, RoundingMode.CEILING)
                .add(BigDecimal.valueOf(demand.network()));
        BigDecimal learning = BigDecimal.valueOf(demand.downstream()).multiply(BigDecimal.valueOf(threads));
        return BigDecimal.valueOf(demand.running())
                .multiply(BigDecimal.valueOf(threads))
                .add(computing.max(learning))
                .add(BigDecimal.valueOf(rules.systemBytes()))
                .add(BigDecimal.valueOf(rules.coreBytes()))
                .toBigIntegerExact();
    }

    private static Demand demand(Random random) {
        long together = random.nextLong(1, bytes("200"));
        return new Demand(
                random.nextLong(bytes("2")),
                random.nextLong(1, bytes("3")),
                random.nextBoolean() ? 0 : random.nextLong(bytes("1")),
                together,
                together + random.nextLong(bytes("200")));
    }

    private static Optional<WorkerSizing> sizing(Cluster cluster, Demand demand, SizingRules rules) {
        try {
            return Optional.of(WorkerSizing.of(cluster, demand, rules));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("no room for outputs beside one thread");
            return Optional.empty();
        }
    }

    @Test
    void noGreaterNumberOfThreadsWouldHaveBeenPossible() {
        Random random = new Random(20);
        int possible = 0;
        for (int draw = 0; draw < 3000; draw++) {
            Demand demand = demand(random);
            SizingRules rules = VISTA.copies(random.nextInt(4)).cores(2 + random.nextInt(20));
            Cluster cluster = new Cluster(
                    1 + random.nextInt(20), 2 + random.nextInt(30), random.nextLong(bytes("4"), bytes("64")));
            String what = "draw " + draw + ": " + cluster + ", " + demand + ", " + rules;
            BigInteger memory = BigInteger.valueOf(cluster.memoryBytes());
            int best = 0;
            for (int threads = 1; threads < cluster.cores() && threads < rules.mostCores(); threads++) {
                best = taken(cluster, demand, rules, threads).compareTo(memory) < 0 ? threads : best;
            }

            Optional<WorkerSizing> found = sizing(cluster, demand, rules);

            assertThat(found.map(WorkerSizing::threads).orElse(0)).as(what).isEqualTo(best);
            found.ifPresent(sizing -> {
                assertThat(BigInteger.valueOf(sizing.storage()))
                        .as(what)
                        .isEqualTo(memory.subtract(taken(cluster, demand, rules, sizing.threads())));
                assertThat(sizing.shards() % ((long) cluster.nodes() * sizing.threads()))
                        .as(what)
                        .isZero();
                assertThat(demand.together()).as(what).isLessThanOrEqualTo(sizing.shards() * rules.shardBytes());
            });
            possible += best > 0 ? 1 : 0;
        }
        // the comparison must have had something to compare
        assertThat(possible).isBetween(1000, 2900);
    }

    @Test
    void moreMemoryOrCoresNeverGiveFewerThreads() {
        Random random = new Random(21);
        for (int draw = 0; draw < 300; draw++) {
            Demand demand = demand(random);
            int nodes = 1 + random.nextInt(10);
            int before = 0;
            for (long memory = bytes("5"); memory < bytes("60"); memory += bytes(".7")) {
                int threads = sizing(new Cluster(nodes, 8, memory), demand, VISTA)
                        .map(WorkerSizing::threads)
                        .orElse(0);
                assertThat(threads).as(demand + " in " + memory).isGreaterThanOrEqualTo(before);
                int fewerCores = sizing(new Cluster(nodes, 5, memory), demand, VISTA)
                        .map(WorkerSizing::threads)
                        .orElse(0);
                assertThat(fewerCores).as(demand + " in " + memory).isEqualTo(Math.min(threads, 4));
                before = threads;
            }
        }
    }

    @Test
    void explainsWhereAllMemoryGoes() {
        Demand demand = new Demand(bytes(".3"), bytes("2"), bytes(".5"), bytes("10"), bytes("12"));

        WorkerSizing sizing = WorkerSizing.of(new Cluster(8, 8, bytes("32")), demand, VISTA);

        assertThat(sizing.explain()).isEqualToNormalizingNewlines("""
            7 threads on each of 8 nodes with 8 cores, 112 shards
                   32000.0 MB  memory of a node
                    3000.0 MB  operating system
                    2400.0 MB  the program itself
                   14000.0 MB  running the network on 7 threads
                    3500.0 MB  the network, outputs under way, downstream models
                    9100.0 MB  left for outputs
            Outputs of 12000.0 MB are there at most, 1500.0 for each node: they fit
            """);
        assertThat(sizing).hasToString("7 threads, 112 shards, 9100000000 bytes for outputs on each of 8 nodes");
    }

    @Test
    void countsOneThingInTheSingular() {
        SizingRules rules = VISTA.system(0).core(0).copies(0);
        Demand demand = new Demand(0, 1, 0, 1, 1);

        WorkerSizing sizing = WorkerSizing.of(new Cluster(1, 2, 2), demand, rules);

        assertThat(sizing.explain().lines())
                .startsWith("1 thread on 1 node with 2 cores, 1 shard")
                .anyMatch(line -> line.endsWith("  running the network on 1 thread"));
        assertThat(sizing).hasToString("1 thread, 1 shard, 1 byte for outputs on 1 node");
    }

    @Test
    void tellsWhetherAllOutputsFit() {
        Cluster cluster = new Cluster(3, 2, 1000);
        SizingRules rules = VISTA.system(0).core(0).copies(0);

        // 1000 bytes of each node are left
        assertThat(WorkerSizing.of(cluster, new Demand(0, 0, 0, 1, 3000), rules).holdsAll())
                .isTrue();
        WorkerSizing short1 = WorkerSizing.of(cluster, new Demand(0, 0, 0, 1, 3001), rules);
        assertThat(short1.holdsAll()).isFalse();
        assertThat(short1.explain()).endsWith(": give them room in files" + System.lineSeparator());
    }

    @Test
    void refusesWhatIsNoSize() {
        assertThatThrownBy(() -> new Cluster(0, 8, 1)).hasMessageContaining("nodes (0) must be from 1");
        assertThatThrownBy(() -> new Cluster(1, 0, 1)).hasMessageContaining("cores (0) of a node must be at least 1");
        assertThatThrownBy(() -> new Cluster(1, 1, -1)).hasMessageContaining("memory (-1 bytes) of a node");
        assertThatThrownBy(() -> new Demand(-1, 0, 0, 1, 1)).hasMessageContaining("network (-1 bytes) must be from 0");
        assertThatThrownBy(() -> new Demand(0, Long.MAX_VALUE, 0, 1, 1)).hasMessageContaining("running (");
        assertThatThrownBy(() -> new Demand(0, 0, 0, 0, 1)).hasMessageContaining("together (0 bytes) must be from 1");
        assertThatThrownBy(() -> new Demand(0, 0, 0, 2, 1)).hasMessageContaining("held (1 bytes) must be from 2");
        assertThatThrownBy(() -> VISTA.system(-1)).hasMessageContaining("system (-1 bytes)");
        assertThatThrownBy(() -> VISTA.core(-2)).hasMessageContaining("core (-2 bytes)");
        assertThatThrownBy(() -> VISTA.copies(Double.NaN)).hasMessageContaining("copies (NaN)");
        assertThatThrownBy(() -> VISTA.shard(1L << 31)).hasMessageContaining("smaller than 2 GiB");
        assertThatThrownBy(() -> VISTA.cores(1)).hasMessageContaining("mostCores (1) must be from 2");
    }

    /** The largest numbers that are accepted. */
    @Test
    void doesNotOverflow() {
        long most = Demand.MOST_BYTES;
        SizingRules rules = new SizingRules(most, most, 1024, Integer.MAX_VALUE, 1024);

        assertThatThrownBy(() -> WorkerSizing.of(
                        new Cluster(1 << 20, Integer.MAX_VALUE, most), new Demand(most, most, most, most, most), rules))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no room for outputs beside one thread");
    }
}
