package org.jerboa.transfer.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest plan within a budget: how the layers are divided into passes, which passes begin at the inputs again, and what the others
 * begin from.
 *
 * <p>The layers are taken in the network's order. A pass gives the next few of them, reads the inputs of the network or what the
 * pass before kept, and may keep any cut for the next. The cost of a plan is its multiply-accumulates, plus {@value
 * #MEMORY_BYTE} for each byte that is kept between passes and read again on the heap, or {@value #DISK_BYTE} in files. The bytes
 * at the end of every pass must be within the budget.
 *
 * <p>By dynamic programming over (layers given, cut kept), so that the plan is the cheapest of all of this form. In networks of
 * more than {@value Cuts#ALL} layers not all cuts are looked at, and it is the cheapest of those that keep one of those that are.
 */
public final class Planner {

    /** What writing and reading a byte of the heap counts, in multiply-accumulates. */
    public static final long MEMORY_BYTE = 1;

    /** The same for a byte in a file: a core does some 20 billion multiply-accumulates in a second, a disk a gigabyte. */
    public static final long DISK_BYTE = 20;

    private final Workload work;
    private final Budget budget;
    private final List<Set<String>> cuts;

    private Planner(Workload work, Budget budget) {
        this.work = work;
        this.budget = budget;
        this.cuts = Cuts.of(work.graph(), work.layers());
    }

    /**
     * The cheapest plan that fits.
     *
     * @throws IllegalArgumentException if none fits; the message says how much the smallest needs
     */
    public static TransferPlan plan(Workload work, Budget budget) {
        return new Planner(work, budget).cheapest();
    }

    /** What a plan is judged by, in multiply-accumulates. */
    static long cost(Workload work, TransferPlan plan, boolean onDisk) {
        long kept = plan.bytesRead(work);
        return plan.multiplyAccumulates(work) + kept * (onDisk ? DISK_BYTE : MEMORY_BYTE);
    }

    private TransferPlan cheapest() {
        @Nullable TransferPlan onHeap = within(budget.memoryBytes(), false);
        @Nullable TransferPlan inFiles = budget.diskBytes() > 0 ? within(budget.diskBytes(), true) : null;
        if (onHeap == null) {
            if (inFiles == null) {
                throw tooSmall();
            }
            return inFiles;
        }
        if (inFiles == null) {
            return onHeap;
        }
        // what is given to learn from goes the same way: on the heap it costs nothing to speak of
        return cost(work, onHeap, false) <= cost(work, inFiles, true) + 2 * DISK_BYTE * features(inFiles)
                ? onHeap
                : inFiles;
    }

    private IllegalArgumentException tooSmall() {
        return new IllegalArgumentException("no plan fits into " + budget.memoryBytes() + " bytes of memory"
                + (budget.diskBytes() > 0 ? " or " + budget.diskBytes() + " bytes of disk" : "") + ": layers "
                + work.layers() + " of " + work.examples() + " examples need at least " + least()
                + " bytes; raise the budget, give room on a disk, or pool the outputs of the layers");
    }

    private long features(TransferPlan plan) {
        return plan.passes().stream()
                .mapToLong(pass -> work.bytes(pass.features()))
                .sum();
    }

    /** Bytes that the most frugal plan needs: that of one layer in each pass from the inputs. */
    private long least() {
        return TransferPlan.lazy(work).peakBytes(work);
    }

    /** The best way to have given some layers and kept some. */
    private record Way(long cost, List<Pass> passes) {

        Way then(long more, Pass pass) {
            List<Pass> longer = new ArrayList<>(passes);
            longer.add(pass);
            return new Way(cost + more, longer);
        }
    }

    private @Nullable TransferPlan within(long bytes, boolean onDisk) {
        List<Map<Set<String>, Way>> ways = new ArrayList<>();
        for (int given = 0; given <= work.layers().size(); given++) {
            ways.add(new LinkedHashMap<>());
        }
        ways.get(0).put(Set.of(), new Way(0, List.of()));
        for (int given = 0; given < work.layers().size(); given++) {
            for (Map.Entry<Set<String>, Way> way : ways.get(given).entrySet()) {
                for (int next = given + 1; next <= work.layers().size(); next++) {
                    extend(way, given, next, ways.get(next), bytes, onDisk);
                }
            }
        }
        return ways.get(work.layers().size()).values().stream()
                .min(Comparator.comparingLong(Way::cost)
                        .thenComparing(way -> way.passes().size()))
                .map(way -> TransferPlan.of(work, way.passes()))
                .orElse(null);
    }

    /** Tries all passes that give the layers from one to another, from what a way has kept. */
    private void extend(
            Map.Entry<Set<String>, Way> way,
            int given,
            int next,
            Map<Set<String>, Way> found,
            long bytes,
            boolean onDisk) {
        List<String> features = work.layers().subList(given, next);
        Set<String> from = way.getKey().isEmpty() ? work.inputs() : way.getKey();
        List<String> later = work.layers().subList(next, work.layers().size());
        List<Set<String>> keeps = new ArrayList<>(List.of(Set.of()));
        if (!later.isEmpty()) {
            keeps.addAll(cuts);
        }
        for (Set<String> kept : keeps) {
            Pass pass = new Pass(from, features, kept);
            if (isPossible(from, features, kept, later) && work.bytesHeld(pass) <= bytes) {
                long moved = work.bytesRead(pass) * (onDisk ? DISK_BYTE : MEMORY_BYTE);
                Way longer = way.getValue().then(work.multiplyAccumulates(pass) + moved, pass);
                found.merge(kept, longer, (a, b) -> b.cost() < a.cost() ? b : a);
            }
        }
    }

    private final Map<List<Object>, Boolean> possible = new HashMap<>();

    private boolean isPossible(Set<String> from, List<String> features, Set<String> kept, List<String> later) {
        return reaches(from, features)
                && (kept.isEmpty() || (reaches(from, kept.stream().sorted().toList()) && reaches(kept, later)));
    }

    private boolean reaches(Set<String> from, List<String> wanted) {
        return possible.computeIfAbsent(
                List.of(from, wanted), key -> work.graph().cuts(from, wanted));
    }
}
