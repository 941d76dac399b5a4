package org.jerboa.mop.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;

/**
 * The workers of a simulated study: who is there, and who holds what. A shard that nobody holds any more is loaded again
 * from its source, by the worker that holds fewest.
 */
final class SimulatedWorkers {

    private final Agenda agenda;
    private final WorkerPool.Events events;
    private final double loadSeconds;
    private final int shards;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<Integer, Member> loading = new HashMap<>();
    private final List<Presence> presences = new ArrayList<>();
    private int workersEver;

    /**
     * A time in which a worker was there.
     *
     * @param to infinite if it did not leave
     */
    record Presence(SimulatedWorker kind, double from, double to) {}

    /**
     * @param events hears of changes, when they are made
     * @param loadSeconds time to load a shard from its source
     */
    SimulatedWorkers(Agenda agenda, WorkerPool.Events events, int shards, double loadSeconds) {
        this.agenda = agenda;
        this.events = events;
        this.shards = shards;
        this.loadSeconds = loadSeconds;
    }

    /** @param place of which there is at most one worker at a time */
    void join(SimulatedWorker kind, int place, Set<Integer> held) {
        Member member = new Member("worker-" + workersEver++, kind, place, new TreeSet<>(held), agenda.now());
        members.put(member.name, member);
        events.joined(member.info());
    }

    /** For good. The last worker stays, as a study without any ends. */
    void leave(int place, String reason) {
        at(place).filter(member -> members.size() > 1).ifPresent(member -> {
            remove(member, reason);
            loadWhatNobodyHolds();
        });
    }

    /** Is gone, and another one takes its place: that one joins first, as a study without any worker ends. */
    void replace(String name, String reason) {
        Member member = members.get(name);
        if (member != null) {
            join(member.kind, member.place, member.held);
            remove(member, reason);
            loadWhatNobodyHolds();
        }
    }

    private void remove(Member member, String reason) {
        members.remove(member.name);
        presences.add(member.presence(agenda.now() / Agenda.NANOS));
        events.left(member.name, reason);
    }

    private Optional<Member> at(int place) {
        return members.values().stream().filter(member -> member.place == place).findFirst();
    }

    private void loadWhatNobodyHolds() {
        for (int shard = 0; shard < shards; shard++) {
            int wanted = shard;
            boolean held = members.values().stream().anyMatch(member -> member.held.contains(wanted));
            Member loader = loading.get(shard);
            if (!held && (loader == null || !members.containsKey(loader.name))) {
                load(shard);
            }
        }
    }

    private void load(int shard) {
        Member heir = members.values().stream()
                .min(Comparator.comparingInt((Member member) -> member.held.size() + member.toLoad)
                        .thenComparingInt(member -> member.place))
                .orElseThrow();
        heir.toLoad++;
        loading.put(shard, heir);
        agenda.at(agenda.now() + Agenda.nanos(loadSeconds * heir.toLoad), () -> {
            heir.toLoad--;
            loading.remove(shard, heir);
            if (members.containsKey(heir.name)) {
                heir.held.add(shard);
                events.changed(heir.info());
            }
        });
    }

    // --- views

    Optional<SimulatedWorker> kind(String name) {
        return Optional.ofNullable(members.get(name)).map(member -> member.kind);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    List<String> names() {
        return List.copyOf(members.keySet());
    }

    /** Of workers that left and of those that are there. */
    Collection<Presence> presences() {
        List<Presence> all = new ArrayList<>(presences);
        members.values().forEach(member -> all.add(member.presence(Double.POSITIVE_INFINITY)));
        return all;
    }

    private static final class Member {

        private final String name;
        private final SimulatedWorker kind;
        private final int place;
        private final Set<Integer> held;
        private final long since;
        private int toLoad;

        Member(String name, SimulatedWorker kind, int place, Set<Integer> held, long since) {
            this.name = name;
            this.kind = kind;
            this.place = place;
            this.held = held;
            this.since = since;
        }

        WorkerInfo info() {
            return new WorkerInfo(
                    name,
                    kind.slots(),
                    Map.of(
                            Split.TRAINING,
                            Collections.unmodifiableSet(new TreeSet<>(held)),
                            Split.VALIDATION,
                            Set.of(0)));
        }

        Presence presence(double to) {
            return new Presence(kind, since / Agenda.NANOS, to);
        }
    }
}
