package org.jerboa.tune.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A part of one split of a dataset: the data of one unit query.
 *
 * <p>For implementers: everything but {@link #open} answers from memory. A shard is immutable, safe for use by several
 * threads, and never changes its bytes while anybody can reach it.
 */
public interface Shard {

    /** A shard whose examples are at hand, on the heap or mapped; reads them once, for the checksum. */
    static Shard of(Split split, int index, Examples examples) {
        return new OpenShard(split, index, examples, examples.checksum());
    }

    Split split();

    /** The shard's place in its split, from 0. */
    int index();

    Schema schema();

    /** Number of examples. */
    int examples();

    /** Bytes of the examples as stored. */
    long bytes();

    /**
     * The examples. Cheap enough to be called for every unit query: a shard on disk is mapped, not read. What is {@linkplain
     * #derivedFrom() derived} may be computed by the first call, while others wait.
     *
     * @throws IOException where a shard's file is missing or not as it was written, or examples cannot be computed
     */
    Examples open() throws IOException;

    /**
     * What {@link Examples#checksum()} answers for these examples. Where they are {@linkplain #derivedFrom() derived} and may not be there
     * yet, a number that depends on the source's checksum and on all that they are computed by.
     */
    long checksum();

    /** Where the examples lie in a file, if they do: a process that sees the file too need not be sent them. */
    default Optional<Stored> stored() {
        return Optional.empty();
    }

    /**
     * The shard that these examples are computed from, if they are, one for one and in the same order. Tensors of class indices are that
     * shard's own.
     */
    default Optional<Shard> derivedFrom() {
        return derivation().map(Derivation::source);
    }

    /** How these examples are made of another shard's, if a process that has that one can make them itself. */
    default Optional<Derivation> derivation() {
        return Optional.empty();
    }

    /**
     * A file that has a shard's bytes.
     *
     * @param file absolute
     * @param offsets where in it each tensor begins, in the schema's order; its bytes are those of {@link Tensor#raw}
     */
    record Stored(Path file, List<Long> offsets) {

        public Stored {
            offsets = List.copyOf(offsets);
        }
    }
}
