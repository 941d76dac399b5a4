package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jerboa.hazelcast.internal.wire.Grid;
import org.jerboa.hazelcast.internal.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which members of the grid can work for a study, and why the others cannot. Used by the pool's thread. */
final class Attendance {

    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

    private final HazelcastInstance here;
    private final GridTerms terms;
    private final AtomicBoolean assembled;
    private final Map<UUID, String> unusable = new LinkedHashMap<>();

    /** @param assembled whether the grid's workers have been waited for, for this study or one before */
    Attendance(HazelcastInstance here, GridTerms terms, AtomicBoolean assembled) {
        this.here = here;
        this.terms = terms;
        this.assembled = assembled;
    }

    List<Member> usable() {
        return here.getCluster().getMembers().stream().filter(this::isUsable).toList();
    }

    boolean isUsable(Member member) {
        return Grid.WORKER.equals(member.getAttribute(Grid.ROLE)) && isOfThisVersion(member);
    }

    private boolean isOfThisVersion(Member member) {
        String version = member.getAttribute(Grid.WIRE);
        if (String.valueOf(Wire.VERSION).equals(version)) {
            return true;
        }
        cannotUse(
                member.getUuid(),
                "it speaks version " + version + " of Jerboa's protocol and this driver version " + Wire.VERSION
                        + "; run the same version of Jerboa on all members");
        return false;
    }

    /** Whether all are there that the study waits for. One that is lost may never come again: it is waited for once, and not by each study. */
    boolean isComplete() {
        return usable().size() >= (assembled.get() ? 1 : terms.workers());
    }

    /** The study begins with those that are there. */
    void begun() {
        assembled.set(true);
    }

    /** A member that is of no use, as it turned out. */
    void cannotUse(UUID member, String reason) {
        if (unusable.put(member, reason) == null) {
            LOG.warn("Worker {} cannot be used: {}", member, reason);
        }
    }

    void left(UUID member) {
        unusable.remove(member);
    }

    /** What is the matter with one that is there. */
    Optional<String> trouble() {
        return unusable.values().stream().findFirst();
    }

    /** Why a study cannot begin. */
    String noWorkers() {
        return "no worker of the grid '" + here.getConfig().getClusterName() + "' joined within " + terms.patience()
                + (unusable.isEmpty()
                        ? "; start some, and see that they have the same cluster name and reach each other's addresses"
                        : "; of those that did: " + unusable);
    }
}
