package org.jerboa.testkit.fault;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Which models were opened (created or restored) and not yet closed. Thread-safe. */
public final class LiveModels {

    private final Set<Object> live = Collections.newSetFromMap(new IdentityHashMap<>());
    private long opened;
    private int most;

    /** Models open now. */
    public synchronized int count() {
        return live.size();
    }

    /** Models ever opened. */
    public synchronized long opened() {
        return opened;
    }

    /** The most models that were open at a time. */
    public synchronized int most() {
        return most;
    }

    synchronized void opened(Object model) {
        live.add(model);
        opened++;
        most = Math.max(most, live.size());
    }

    synchronized void closed(Object model) {
        if (!live.remove(model)) {
            throw new IllegalStateException("closed a model that is not open: " + model);
        }
    }

    synchronized void requireLive(Object model, String action) {
        if (!live.contains(model)) {
            throw new IllegalStateException("cannot " + action + " a model that is not open: " + model);
        }
    }
}
