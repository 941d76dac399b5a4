package org.jerboa.tune.data;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How the examples of a shard are made of another shard's, so that a process which has that one can make them itself. Outputs are kept where
 * they were computed as long as they are needed; what is lost is computed again, in the worst case from the source.
 *
 * @param source with the same split, index and number of examples; not derived itself
 * @param tensors the output that each tensor of the shard has the numbers of, by name of tensor; the shape may be another one. Tensors that
 *     are not named here are the source's own
 * @param outputs what is computed together when one of them is asked for, and kept
 * @param from outputs from which those can be computed without the source, if they were kept; empty if there are none
 * @param keep which of all these are still needed when the study has ended: the others may go
 * @param observer is told what happens, in this process
 */
public record Derivation(
        Shard source,
        ShardTransform transform,
        Map<String, String> tensors,
        Set<String> outputs,
        Set<String> from,
        Set<String> keep,
        Observer observer) {

    public Derivation {
        tensors = Map.copyOf(tensors);
        outputs = Set.copyOf(outputs);
        from = Set.copyOf(from);
        keep = Set.copyOf(keep);
        if (source.derivation().isPresent()) {
            throw new IllegalArgumentException(
                    source + " is derived itself; name the shard that it is derived from, and a transform from there");
        }
        Set<String> known = new HashSet<>(outputs);
        known.addAll(from);
        requireKnown(known, Set.copyOf(tensors.values()));
        requireKnown(known, keep);
    }

    private static void requireKnown(Set<String> known, Set<String> used) {
        if (!known.containsAll(used)) {
            throw new IllegalArgumentException("outputs " + used + " are used, but only " + known
                    + " are computed or given; add the others to the outputs");
        }
    }

    /** Hears of what is computed, wherever that is. Thread-safe, and quick. */
    public interface Observer {

        /** Hears nothing. */
        Observer NONE = new Observer() {};

        /**
         * Outputs were computed for this shard.
         *
         * @param fromSource whether from the source's examples, and not from other outputs
         * @param bytes of those that are kept
         * @param time that a thread has spent
         */
        default void computed(Set<String> outputs, boolean fromSource, long bytes, Duration time) {}

        /** They could not be computed; whoever has asked for them is told by an exception. */
        default void failed(String message) {}
    }
}
