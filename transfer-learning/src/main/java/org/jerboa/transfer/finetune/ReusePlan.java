package org.jerboa.transfer.finetune;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which outputs are stored, and what the models of each depth of freezing load and compute.
 *
 * @param stored layers whose outputs are stored, in the network's order
 * @param onDisk whether in files
 * @param reuses by {@linkplain FrozenPart#upTo() depth}
 * @param cost of everything, in multiply-accumulates with bytes at their price: storing once, then loading and computing
 */
record ReusePlan(List<String> stored, boolean onDisk, Map<String, Reuse> reuses, double cost) {

    ReusePlan {
        stored = List.copyOf(stored);
        reuses = Map.copyOf(reuses);
    }

    /** The cheapest with these outputs stored. */
    static ReusePlan of(ReuseWork work, List<String> stored, boolean onDisk) {
        long price = ReusePlanner.bytePrice(onDisk);
        Map<String, Reuse> reuses = new TreeMap<>();
        double cost = (double) work.workOnce(stored) + (double) work.bytesStored(stored) * price;
        for (FrozenPart part : work.parts()) {
            Reuse reuse = Reuse.of(work, part, Set.copyOf(stored), price);
            reuses.put(part.upTo(), reuse);
            cost += work.visits() * reuse.cost();
        }
        return new ReusePlan(stored, onDisk, reuses, cost);
    }

    Reuse reuse(String upTo) {
        return Objects.requireNonNull(reuses.get(upTo), upTo);
    }

    /** Multiply-accumulates of frozen layers that are expected: once for what is stored, and in every epoch for the rest. */
    double multiplyAccumulates(ReuseWork work) {
        double repeated = reuses.values().stream()
                .mapToDouble(reuse -> reuse.work(work) * work.visits())
                .sum();
        return work.workOnce(stored) + repeated;
    }

    /** Bytes of stored outputs and of the network's inputs that are expected to be read. */
    double bytesRead(ReuseWork work) {
        return reuses.values().stream()
                .mapToDouble(reuse -> reuse.bytes(work) * work.visits())
                .sum();
    }
}
