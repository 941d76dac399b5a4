package org.jerboa.hazelcast.internal.worker.derived;

import java.util.Set;
import org.jerboa.hazelcast.internal.wire.Recipe;

/** Hears, on the thread that computes, of what is computed for a study. Thread-safe. */
public interface Told {

    /** As {@link org.jerboa.tune.data.Derivation.Observer#computed}. */
    void computed(Recipe recipe, Set<String> outputs, boolean fromSource, long bytes, long nanos);

    /** The unit is told by an exception, too. */
    void failed(Recipe recipe, String message);
}
