package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.mop.schedule.Machine;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.WorkerInfo;

/** The workers that are there, their free slots, and who reaches which training shards. */
final class Workers {

    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final List<Worker> byIndex = new ArrayList<>();
    private final int shards;

    /** By training shard, the workers that reach it. */
    private final List<List<Worker>> holders = new ArrayList<>();

    private int slots;

    /** Grows with each change of who reaches what. */
    private int change;

    /** @param shards training shards of the study */
    Workers(int shards) {
        this.shards = shards;
        for (int shard = 0; shard < shards; shard++) {
            holders.add(new ArrayList<>(1));
        }
    }

    Worker joined(WorkerInfo info) {
        Worker worker = new Worker(byIndex.size(), info);
        byIndex.add(worker);
        workers.put(info.name(), worker);
        slots += info.slots();
        hold(worker);
        return worker;
    }

    /** Empty if the worker has left. */
    Optional<Worker> changed(WorkerInfo info) {
        Optional<Worker> worker = find(info.name());
        worker.ifPresent(there -> {
            slots += info.slots() - there.info.slots();
            letGo(there);
            there.info = info;
            hold(there);
        });
        return worker;
    }

    void left(String name) {
        Worker worker = workers.remove(name);
        if (worker != null) {
            slots -= worker.info.slots();
            letGo(worker);
        }
    }

    private void hold(Worker worker) {
        worker.reached.clear();
        for (int shard : worker.info.shards().getOrDefault(Split.TRAINING, Set.of())) {
            if (shard < shards) {
                worker.reached.set(shard);
                holders.get(shard).add(worker);
            }
        }
        change++;
    }

    private void letGo(Worker worker) {
        worker.reached.stream().forEach(shard -> holders.get(shard).remove(worker));
        change++;
    }

    Optional<Worker> find(String name) {
        return Optional.ofNullable(workers.get(name));
    }

    /** The worker of that index, which may have left. */
    Worker get(int index) {
        return byIndex.get(index);
    }

    /** Those that reach a training shard; not to be changed. */
    List<Worker> holders(int shard) {
        return holders.get(shard);
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
        private final BitSet reached = new BitSet(shards);
        private WorkerInfo info;
        private Machine machine;
        private int busy;

        /** The change that {@link #machine} is of. */
        private int known = -1;

        private Worker(int index, WorkerInfo info) {
            this.index = index;
            this.info = info;
            this.machine = new Machine(index, info.slots(), new BitSet(), new int[0]);
        }

        String name() {
            return info.name();
        }

        Machine machine() {
            if (known != change) {
                machine = new Machine(index, info.slots(), (BitSet) reached.clone(), scarceFirst());
                known = change;
            }
            return machine;
        }

        /** Sorted by the number of holders and, among equal ones, by the shard's own. */
        private int[] scarceFirst() {
            long[] keys = reached.stream()
                    .mapToLong(shard -> ((long) holders.get(shard).size() << Integer.SIZE) | shard)
                    .toArray();
            Arrays.sort(keys);
            return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
        }

        boolean holds(Split split, int shard) {
            return split == Split.TRAINING ? reached.get(shard) : info.holds(split, shard);
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
