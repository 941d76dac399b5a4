package org.jerboa.hazelcast.internal.driver;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.hazelcast.internal.checkpoint.GridCheckpoints;
import org.jerboa.tune.spi.CheckpointId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose attempts may store checkpoints in the grid: those of this session of the study, but for attempts that were given up
 * for lost. Thread-safe.
 */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    /** Who stores a checkpoint, by which attempt. */
    private record Committing(UUID member, long ticket) {}

    private final GridCheckpoints grid;
    private final long firstTicket;
    private final Set<Integer> trials = ConcurrentHashMap.newKeySet();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final Map<CheckpointId, Committing> underWay = new ConcurrentHashMap<>();

    /** @param firstTicket of this session; those of sessions before it are lower */
    Admission(GridCheckpoints grid, long firstTicket) {
        this.grid = grid;
        this.firstTicket = firstTicket;
    }

    /** Attempts of earlier sessions at what the grid knows count no more. Answers whether it knows anything. */
    boolean takeOver() throws IOException {
        Set<Integer> known = grid.known();
        if (!known.isEmpty()) {
            grid.fence(known, firstTicket, Set.of());
        }
        return !known.isEmpty();
    }

    /** Answers whether the trial has yet to be {@link #letIn let in}, once. */
    boolean isNew(int trial) {
        return trials.add(trial);
    }

    void letIn(int trial) {
        letIn(Set.of(trial));
    }

    /** Says all of it again: something of it may have been lost with a member, or there is more to refuse. */
    void renew() {
        letIn(trials);
    }

    private void letIn(Set<Integer> some) {
        try {
            if (!some.isEmpty()) {
                grid.fence(some, firstTicket, Set.copyOf(refused));
            }
        } catch (IOException e) {
            LOG.warn("The grid keeps no checkpoints at the moment: {}", e.getMessage());
        }
    }

    /** A member stores a checkpoint. */
    void begun(CheckpointId id, UUID member, long ticket) {
        underWay.put(id, new Committing(member, ticket));
    }

    void ended(CheckpointId id) {
        underWay.remove(id);
    }

    /** Whether a member is storing any. */
    boolean isStoring(UUID member) {
        return underWay.values().stream().anyMatch(commit -> commit.member.equals(member));
    }

    /** From the next {@link #renew} on. */
    void refuse(Collection<Long> tickets) {
        refused.addAll(tickets);
    }

    /** What a member that has left is still storing, from the next {@link #renew} on. */
    void refuseCommitsOf(UUID member) {
        underWay.values().stream()
                .filter(commit -> commit.member.equals(member))
                .forEach(commit -> refused.add(commit.ticket));
    }
}
