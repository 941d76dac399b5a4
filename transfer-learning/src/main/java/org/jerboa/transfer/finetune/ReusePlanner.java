package org.jerboa.transfer.finetune;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.Planner;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the outputs that are stored. With these given, what every model loads and computes is a minimum cut, {@link Reuse}; the
 * choice itself is a knapsack whose values depend on one another.
 *
 * <p>Up to {@value #ALL} frozen layers, all sets within the budget are tried. With more, sets are improved by adding, dropping or exchanging
 * one layer for as long as that makes the plan cheaper, from nothing stored and from everything stored that the trained parts read; the
 * cheapest that is found may not be the cheapest there is.
 */
final class ReusePlanner {

    /** Frozen layers all of whose sets are tried. */
    static final int ALL = 12;

    /** What reading a byte of a network's input counts, in multiply-accumulates: as on the heap, wherever the dataset is. */
    static final long INPUT_BYTE = Planner.MEMORY_BYTE;

    private final ReuseWork work;
    private final boolean onDisk;
    private final long room;
    private final List<String> candidates;

    private ReusePlanner(ReuseWork work, boolean onDisk, long room) {
        this.work = work;
        this.onDisk = onDisk;
        this.room = room;
        this.candidates = work.candidates();
    }

    /** What reading or writing a byte of a stored output counts, in multiply-accumulates. */
    static long bytePrice(boolean onDisk) {
        return onDisk ? Planner.DISK_BYTE : Planner.MEMORY_BYTE;
    }

    /** The cheaper of the plans on the heap and in files. There always is one: nothing needs to be stored. */
    static ReusePlan plan(ReuseWork work, Budget budget) {
        ReusePlan onHeap = new ReusePlanner(work, false, budget.memoryBytes()).cheapest();
        if (budget.diskBytes() == 0) {
            return onHeap;
        }
        ReusePlan inFiles = new ReusePlanner(work, true, budget.diskBytes()).cheapest();
        return inFiles.cost() < onHeap.cost() ? inFiles : onHeap;
    }

    /** Without a budget: what the plan would be if there were room for everything. */
    static ReusePlan unlimited(ReuseWork work) {
        return new ReusePlanner(work, false, Long.MAX_VALUE).cheapest();
    }

    /** As for many layers, however few there are. */
    static ReusePlan bySteps(ReuseWork work, long room) {
        return new ReusePlanner(work, false, room).bySteps();
    }

    private ReusePlan cheapest() {
        return candidates.size() <= ALL ? ofAll() : bySteps();
    }

    private ReusePlan bySteps() {
        ReusePlan fromNothing = improved(of(Set.of()));
        Set<String> read = new HashSet<>();
        work.parts().forEach(part -> read.addAll(part.boundary()));
        read.retainAll(candidates);
        if (!fits(read)) {
            return fromNothing;
        }
        return better(improved(of(read)), fromNothing);
    }

    private ReusePlan ofAll() {
        ReusePlan best = of(Set.of());
        for (int members = 1; members < 1 << candidates.size(); members++) {
            Set<String> stored = new HashSet<>();
            for (int i = 0; i < candidates.size(); i++) {
                if ((members >> i & 1) == 1) {
                    stored.add(candidates.get(i));
                }
            }
            if (fits(stored)) {
                best = better(of(stored), best);
            }
        }
        return best;
    }

    private ReusePlan improved(ReusePlan start) {
        ReusePlan best = start;
        @Nullable ReusePlan next = start;
        while (next != null) {
            best = next;
            next = null;
            for (Set<String> stored : neighbours(best.stored())) {
                ReusePlan plan = of(stored);
                if (plan.cost() < (next == null ? best : next).cost()) {
                    next = plan;
                }
            }
        }
        return best;
    }

    /** One layer more, one less, or another one in the place of one, within the budget. */
    private List<Set<String>> neighbours(List<String> stored) {
        List<Set<String>> bases = new ArrayList<>();
        for (String dropped : stored) {
            Set<String> fewer = new HashSet<>(stored);
            fewer.remove(dropped);
            bases.add(fewer);
        }
        List<Set<String>> found = new ArrayList<>(bases);
        bases.add(new HashSet<>(stored));
        for (Set<String> base : bases) {
            for (String added : candidates) {
                if (!stored.contains(added)) {
                    Set<String> more = new HashSet<>(base);
                    more.add(added);
                    found.add(more);
                }
            }
        }
        found.removeIf(set -> !fits(set));
        return found;
    }

    private boolean fits(Set<String> stored) {
        return work.bytesStored(stored) <= room;
    }

    private ReusePlan of(Set<String> stored) {
        return ReusePlan.of(work, candidates.stream().filter(stored::contains).toList(), onDisk);
    }

    /** Of two that cost the same, the one that stores less. */
    private ReusePlan better(ReusePlan one, ReusePlan other) {
        if (one.cost() == other.cost()) {
            return work.bytesStored(one.stored()) < work.bytesStored(other.stored()) ? one : other;
        }
        return one.cost() < other.cost() ? one : other;
    }
}
