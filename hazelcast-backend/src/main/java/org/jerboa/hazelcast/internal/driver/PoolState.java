package org.jerboa.hazelcast.internal.driver;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What the parts of a pool share. */
final class PoolState {

    final HazelcastInstance here;
    final String study;
    final int session;
    final GridTerms terms;
    final Admission admission;
    final Crew crew = new Crew();
    final Telling telling = new Telling();
    final Whereabouts models = new Whereabouts();
    final StudyFigures figures = new StudyFigures(this);

    /** The pool's thread, by which all is decided. */
    final Actor actor = new Actor("jerboa-grid");

    /** Members that work for the study, or are about to; whoever waits on it is notified when one is removed. */
    final Map<UUID, MemberLink> links = new ConcurrentHashMap<>();

    volatile boolean closing;
    volatile boolean takenOver;

    PoolState(HazelcastInstance here, String study, int session, GridTerms terms, Admission admission) {
        this.here = here;
        this.study = study;
        this.session = session;
        this.terms = terms;
        this.admission = admission;
    }

    /** Answers whether it was there. */
    boolean remove(MemberLink link) {
        boolean removed = links.remove(link.id(), link);
        synchronized (links) {
            links.notifyAll();
        }
        return removed;
    }

    boolean isThere(Member member) {
        return here.getLifecycleService().isRunning()
                && here.getCluster().getMembers().contains(member);
    }
}
