package org.jerboa.testkit.fault;

import java.util.IdentityHashMap;

/** Which unit last trained each live model. Thread-safe. */
public final class ModelMoments<M> {

    private final IdentityHashMap<M, FaultyHandler.Moment> moments = new IdentityHashMap<>();

    synchronized void put(M model, FaultyHandler.Moment moment) {
        moments.put(model, moment);
    }

    synchronized FaultyHandler.Moment of(M model) {
        FaultyHandler.Moment moment = moments.get(model);
        if (moment == null) {
            throw new IllegalStateException("model " + model + " was made by another handler, or closed");
        }
        return moment;
    }

    synchronized void forget(M model) {
        moments.remove(model);
    }
}
