package org.jerboa.hazelcast.internal.driver;

import java.util.ArrayList;
import java.util.List;
import org.jerboa.hazelcast.internal.wire.Event;

/**
 * Tells of workers that have left. That of the last one is held back until it is known whether another one comes, as a study
 * without any ends. Used by the pool's thread.
 */
final class Leavings {

    private final Telling telling;
    private final List<Event.Left> heldBack = new ArrayList<>();

    Leavings(Telling telling) {
        this.telling = telling;
    }

    void tell(Event.Left left) {
        telling.tell(executor -> executor.left(left.worker(), left.reason()));
    }

    /** Answers whether it is the first that is held back. */
    boolean holdBack(Event.Left left) {
        heldBack.add(left);
        return heldBack.size() == 1;
    }

    void tellHeldBack() {
        heldBack.forEach(this::tell);
        heldBack.clear();
    }
}
