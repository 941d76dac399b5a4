package org.jerboa.mop.coordinator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.spi.CheckpointId;

/** Commits that units asked for and that nothing has been heard of yet, with the workers that do them. */
final class Commits {

    private final Map<CheckpointId, String> underWay = new HashMap<>();

    void begun(CheckpointId id, String worker) {
        underWay.put(id, worker);
    }

    /** Does nothing if it is not under way: the worker may have been given up for lost. */
    void ended(CheckpointId id) {
        underWay.remove(id);
    }

    /** Takes out those of a worker, in their order. */
    List<CheckpointId> left(String worker) {
        List<CheckpointId> lost = underWay.keySet().stream()
                .filter(id -> worker.equals(underWay.get(id)))
                .sorted()
                .toList();
        lost.forEach(underWay::remove);
        return lost;
    }

    boolean isUnderWay(CheckpointId id) {
        return underWay.containsKey(id);
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }
}
