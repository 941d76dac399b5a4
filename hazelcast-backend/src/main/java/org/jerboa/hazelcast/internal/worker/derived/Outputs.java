package org.jerboa.hazelcast.internal.worker.derived;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jerboa.hazelcast.internal.worker.memory.Block;
import org.jerboa.hazelcast.internal.worker.memory.Room;
import org.jerboa.tune.data.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outputs of one transform for one source that are here. Thread-safe. */
final class Outputs {

    private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);

    private final Room room;
    private final Runnable relief;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final ReentrantLock computing = new ReentrantLock();

    private record Kept(Tensor tensor, Block block) {}

    /** @param relief makes room in files by dropping what is not used */
    Outputs(Room room, Runnable relief) {
        this.room = room;
        this.relief = relief;
    }

    /** Held by the one thread that computes for this source; others wait for what it leaves here. */
    ReentrantLock computing() {
        return computing;
    }

    /** These outputs, if all of them are here. */
    Optional<Map<String, Tensor>> find(Set<String> names) {
        Map<String, Tensor> found = new HashMap<>();
        for (String name : names) {
            Kept output = kept.get(name);
            if (output == null) {
                return Optional.empty();
            }
            found.put(name, output.tensor);
        }
        return Optional.of(found);
    }

    /** These outputs, from here as far as they are, else as they were computed. */
    Map<String, Tensor> among(Set<String> names, Map<String, Tensor> computed) {
        Map<String, Tensor> all = new HashMap<>(computed);
        kept.forEach((name, output) -> all.put(name, output.tensor));
        all.keySet().retainAll(names);
        return all;
    }

    /** Those of these outputs that are not here. */
    Set<String> missing(Set<String> names) {
        Set<String> missing = new HashSet<>(names);
        missing.removeAll(kept.keySet());
        return missing;
    }

    /** Copies an output into the member's own room. Without room it is not kept, and will be computed again. Answers the bytes kept. */
    long keep(String name, Tensor tensor) {
        try {
            return copy(name, tensor);
        } catch (ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
            return 0; // the unit is not wanted any more
        } catch (IOException e) {
            LOG.info("Unused outputs and sources are dropped, as there is no room for '{}': {}", name, e.toString());
        }
        relief.run();
        try {
            return copy(name, tensor);
        } catch (IOException e) {
            LOG.warn("Output '{}' is not kept ({}); make room in {}", name, e.toString(), room.place());
            return 0;
        }
    }

    private long copy(String name, Tensor tensor) throws IOException {
        Block block = room.take(tensor.bytes());
        try {
            block.write(0, tensor.raw());
            Tensor copied = Tensor.of(tensor.spec(), block.slice(0, tensor.bytes()), tensor.examples());
            block.seal();
            Kept before = kept.put(name, new Kept(copied, block));
            if (before != null) {
                before.block.free();
            }
            return tensor.bytes();
        } catch (IOException e) {
            block.free();
            throw e;
        }
    }

    /** Who has them open goes on reading them. */
    void drop(Set<String> names) {
        for (String name : names) {
            Kept output = kept.remove(name);
            if (output != null) {
                free(output.block);
            }
        }
    }

    private static void free(Block block) {
        try {
            block.free();
        } catch (IOException e) {
            LOG.warn("A file of outputs could not be closed", e);
        }
    }

    void retain(Set<String> names) {
        Set<String> others = new HashSet<>(kept.keySet());
        others.removeAll(names);
        drop(others);
    }

    long bytes() {
        return kept.values().stream().mapToLong(output -> output.tensor.bytes()).sum();
    }
}
