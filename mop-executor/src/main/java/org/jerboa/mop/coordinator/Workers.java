package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.spi.WorkerInfo;

/** The workers that are there, and their free slots. */
final class Workers {

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    void joined(WorkerInfo worker) {
        entries.put(worker.name(), new Entry(worker));
    }

    /** Does nothing if the worker has left. */
    void changed(WorkerInfo worker) {
        Entry entry = entries.get(worker.name());
        if (entry != null) {
            entry.info = worker;
        }
    }

    void left(String worker) {
        entries.remove(worker);
    }

    void occupy(String worker) {
        Entry entry = entries.get(worker);
        if (entry == null || entry.busy == entry.info.slots()) {
            throw new IllegalStateException("worker '" + worker + "' has no free slot");
        }
        entry.busy++;
    }

    /** Frees a slot; does nothing if the worker has left. */
    void free(String worker) {
        Entry entry = entries.get(worker);
        if (entry != null && entry.busy > 0) {
            entry.busy--;
        }
    }

    List<WorkerInfo> withFreeSlots() {
        List<WorkerInfo> free = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.busy < entry.info.slots()) {
                free.add(entry.info);
            }
        }
        return free;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int slots() {
        return entries.values().stream().mapToInt(entry -> entry.info.slots()).sum();
    }

    private static final class Entry {

        private WorkerInfo info;
        private int busy;

        Entry(WorkerInfo info) {
            this.info = info;
        }
    }
}
