package org.jerboa.transfer.plan;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How much room there is for outputs of layers: on the heap, and in files. What is kept goes to the heap if all of it fits there at
 * any time, else to files.
 *
 * @param memoryBytes on the heap
 * @param diskBytes in the folder; 0 without one
 * @param folder where the files go, in folders of their own
 */
public record Budget(long memoryBytes, long diskBytes, Optional<Path> folder) {

    /** Of the heap, for what is kept unless a budget is given; the rest is for training. */
    private static final int HEAP_SHARE = 2;

    public Budget {
        Objects.requireNonNull(folder, "folder");
        if (memoryBytes < 0 || diskBytes < 0) {
            throw new IllegalArgumentException("memory (" + memoryBytes + " bytes) and disk (" + diskBytes
                    + " bytes) must not be negative; 0 is none");
        }
    }

    /** On the heap alone. */
    public static Budget memory(long bytes) {
        return new Budget(bytes, 0, Optional.empty());
    }

    /** On the heap alone, half of the most that it may grow to. */
    public static Budget heap() {
        return memory(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** This memory, and room in files. */
    public Budget disk(Path where, long bytes) {
        return new Budget(memoryBytes, bytes, Optional.of(where));
    }

    /** The larger of the two. */
    long bytes() {
        return Math.max(memoryBytes, diskBytes);
    }
}
