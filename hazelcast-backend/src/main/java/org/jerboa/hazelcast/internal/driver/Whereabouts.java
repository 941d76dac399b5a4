package org.jerboa.hazelcast.internal.driver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jerboa.tune.spi.CheckpointId;

/** On which member each trial's live model is, and on which others something of the trial may be left. Thread-safe. */
final class Whereabouts {

    private record Live(int version, UUID member) {}

    private final Map<Integer, Live> live = new HashMap<>();
    private final Map<Integer, Set<UUID>> visited = new HashMap<>();
    private final Set<UUID> gone = new HashSet<>();

    /** A unit left the trial's model on a member. Answers whether it came there from another one. */
    synchronized boolean isAt(CheckpointId id, UUID member) {
        Live before = live.put(id.trial(), new Live(id.version(), member));
        visited.computeIfAbsent(id.trial(), none -> new HashSet<>()).add(member);
        return before != null && !before.member.equals(member);
    }

    /** A unit failed: there is no live model. */
    synchronized void isNowhere(int trial) {
        live.remove(trial);
    }

    synchronized void memberLeft(UUID member) {
        gone.add(member);
    }

    /** The member that has this very version live, or had it and has left. */
    synchronized Optional<UUID> of(CheckpointId id) {
        Live model = live.get(id.trial());
        return model == null || model.version != id.version() ? Optional.empty() : Optional.of(model.member);
    }

    /** The live models that a member has. */
    synchronized List<CheckpointId> at(UUID member) {
        return live.entrySet().stream()
                .filter(model -> model.getValue().member.equals(member))
                .map(model -> new CheckpointId(model.getKey(), model.getValue().version))
                .toList();
    }

    synchronized int count() {
        return live.size();
    }

    synchronized boolean isGone(UUID member) {
        return gone.contains(member);
    }

    /** The trial has no more units. Returns the members that may have something of it. */
    synchronized Set<UUID> released(int trial) {
        live.remove(trial);
        Set<UUID> members = visited.remove(trial);
        return members == null ? Set.of() : members;
    }
}
