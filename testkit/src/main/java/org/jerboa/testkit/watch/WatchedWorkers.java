package org.jerboa.testkit.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.WorkerInfo;

/** What {@link Invariants} know of the workers. */
public final class WatchedWorkers {

    private final Map<String, Worker> workers = new HashMap<>();
    private final Set<String> ever = new HashSet<>();

    /** Returns false if a worker of that name was there before. */
    boolean join(WorkerInfo info) {
        workers.put(info.name(), new Worker(info));
        return ever.add(info.name());
    }

    void change(WorkerInfo info) {
        find(info.name()).ifPresent(worker -> worker.info = info);
    }

    void leave(String name) {
        workers.remove(name);
    }

    Optional<Worker> find(String name) {
        return Optional.ofNullable(workers.get(name));
    }

    /** A worker that has a free slot for certain, and reaches all of these shards. */
    Optional<Worker> free(int trainingShards, int validationShards) {
        return workers.values().stream()
                .filter(worker -> worker.busy + worker.doubtful < worker.info.slots())
                .filter(worker -> worker.holdsAll(Split.TRAINING, trainingShards))
                .filter(worker -> worker.holdsAll(Split.VALIDATION, validationShards))
                .findFirst();
    }

    /** A worker that is there. */
    static final class Worker {

        private WorkerInfo info;
        private int busy;

        /** Slots whose unit failed: perhaps it was given up, and its slot is not free yet. */
        private int doubtful;

        Worker(WorkerInfo info) {
            this.info = info;
        }

        String name() {
            return info.name();
        }

        boolean holds(Split split, int shard) {
            return info.holds(split, shard);
        }

        private boolean holdsAll(Split split, int shards) {
            return IntStream.range(0, shards).allMatch(shard -> info.holds(split, shard));
        }

        /** Returns false if it had no slot for this unit. */
        boolean occupy() {
            busy++;
            doubtful = Math.max(0, Math.min(doubtful, info.slots() - busy));
            return busy <= info.slots();
        }

        /** @param certainly false if a unit failed, and may have been given up */
        void free(boolean certainly) {
            busy--;
            doubtful += certainly ? 0 : 1;
        }
    }
}
