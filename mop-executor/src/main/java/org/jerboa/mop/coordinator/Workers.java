package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jerboa.mop.schedule.Machine;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.WorkerInfo;

/** The workers that are there, and their free slots. */
final class Workers {

    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final int shards;
    private int nextIndex;
    private int slots;

    /** Whether what workers reach has to be worked out again. */
    private boolean stale;

    /** @param shards training shards of the study */
    Workers(int shards) {
        this.shards = shards;
    }

    Worker joined(WorkerInfo info) {
        Worker worker = new Worker(nextIndex++, info);
        workers.put(info.name(), worker);
        stale = true;
        slots += info.slots();
        return worker;
    }

    /** Empty if the worker has left. */
    Optional<Worker> changed(WorkerInfo info) {
        Optional<Worker> worker = find(info.name());
        worker.ifPresent(there -> {
            slots += info.slots() - there.info.slots();
            there.info = info;
            stale = true;
        });
        return worker;
    }

    void left(String name) {
        Worker worker = workers.remove(name);
        if (worker != null) {
            slots -= worker.info.slots();
            stale = true;
        }
    }

    /** Who reaches what: for each worker the shards that fewest others reach come first. */
    private void recount() {
        int[] holders = new int[shards];
        for (Worker worker : workers.values()) {
            worker.trainingShards().forEach(shard -> holders[shard]++);
        }
        for (Worker worker : workers.values()) {
            BitSet reached = new BitSet(shards);
            worker.trainingShards().forEach(reached::set);
            int[] scarceFirst = reached.stream()
                    .boxed()
                    .sorted(Comparator.comparingInt(shard -> holders[shard]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            worker.machine = new Machine(worker.index, worker.info.slots(), reached, scarceFirst);
        }
    }

    Optional<Worker> find(String name) {
        return Optional.ofNullable(workers.get(name));
    }

    List<Worker> all() {
        return new ArrayList<>(workers.values());
    }

    boolean isEmpty() {
        return workers.isEmpty();
    }

    int slots() {
        return slots;
    }

    /** A worker that is there. */
    final class Worker {

        final int index;
        private WorkerInfo info;
        private Machine machine;
        private int busy;

        private Worker(int index, WorkerInfo info) {
            this.index = index;
            this.info = info;
            this.machine = new Machine(index, info.slots(), new BitSet(), new int[0]);
        }

        String name() {
            return info.name();
        }

        Machine machine() {
            if (stale) {
                recount();
                stale = false;
            }
            return machine;
        }

        boolean holds(Split split, int shard) {
            return info.holds(split, shard);
        }

        private IntStream trainingShards() {
            return info.shards().getOrDefault(Split.TRAINING, Set.of()).stream()
                    .mapToInt(Integer::intValue)
                    .filter(shard -> shard < shards);
        }

        boolean hasFreeSlot() {
            return busy < info.slots();
        }

        void occupy() {
            if (!hasFreeSlot()) {
                throw new IllegalStateException("worker '" + name() + "' has no free slot");
            }
            busy++;
        }

        void free() {
            if (busy == 0) {
                throw new IllegalStateException("worker '" + name() + "' ended a unit that it did not have");
            }
            busy--;
        }
    }
}
