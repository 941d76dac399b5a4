package org.jerboa.hazelcast.internal.driver;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jerboa.tune.spi.UnitQuery;
import org.jspecify.annotations.Nullable;

/** The workers of a study, by name, with the units that each has. Thread-safe. */
final class Crew {

    /** A unit that a worker has. */
    record Sent(UnitQuery query, Optional<UUID> source) {

        /** @param source the member that has the live model, if any has it */
        Sent {}
    }

    /** A slot or more of a member. */
    record Worker(String name, MemberLink link, int slots) {}

    private final Map<String, Worker> workers = new HashMap<>();
    private final Map<String, Map<Long, Sent>> running = new HashMap<>();
    private final Set<String> gone = new HashSet<>();

    synchronized void add(Worker worker) {
        workers.put(worker.name(), worker);
        running.put(worker.name(), new LinkedHashMap<>());
    }

    /**
     * Gives a worker a unit; none to one that has left, of which the executor may not know yet.
     *
     * @throws IllegalStateException if there never was such a worker, or it has no free slot
     */
    synchronized Optional<Worker> give(String name, Sent unit) {
        Worker worker = workers.get(name);
        if (worker == null) {
            if (!gone.contains(name)) {
                throw new IllegalStateException("worker '" + name + "' is not in the pool; it has " + workers.keySet());
            }
            return Optional.empty();
        }
        Map<Long, Sent> units = units(name);
        if (units.size() >= worker.slots()) {
            throw new IllegalStateException(
                    "worker '" + name + "' has no free slot; wait for the report of the unit it runs");
        }
        units.put(unit.query().ticket(), unit);
        return Optional.of(worker);
    }

    /** Takes a unit from its worker, which is done with it; null if it has none of that ticket. */
    synchronized @Nullable Sent takeBack(MemberLink link, String name, long ticket) {
        Worker worker = workers.get(name);
        return worker == null || worker.link() != link ? null : units(name).remove(ticket);
    }

    /** Removes a worker, for good; returns the tickets of the units that it had, empty if it was not there. */
    synchronized Optional<Collection<Long>> remove(Worker worker) {
        if (!workers.remove(worker.name(), worker)) {
            return Optional.empty();
        }
        gone.add(worker.name());
        Map<Long, Sent> units = units(worker.name());
        running.remove(worker.name());
        return Optional.of(units.keySet());
    }

    /** Removes a member's workers, for good, if none of them has a unit; returns those that were removed, none if any has. */
    synchronized List<Worker> dismiss(MemberLink link) {
        List<Worker> all = of(link);
        if (!all.stream().allMatch(worker -> units(worker.name()).isEmpty())) {
            return List.of();
        }
        all.forEach(this::remove);
        return all;
    }

    private Map<Long, Sent> units(String name) {
        return running.getOrDefault(name, Map.of());
    }

    synchronized Optional<Worker> find(String name) {
        return Optional.ofNullable(workers.get(name));
    }

    synchronized List<Worker> of(MemberLink link) {
        return workers.values().stream().filter(worker -> worker.link() == link).toList();
    }

    synchronized int workers() {
        return workers.size();
    }

    /** Units that workers have. */
    synchronized int units() {
        return running.values().stream().mapToInt(Map::size).sum();
    }

    synchronized boolean isEmpty() {
        return workers.isEmpty();
    }
}
