package org.jerboa.tune.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;

/**
 * Examples cut into shards: a training split that models hop over, and a validation and a test split that may be empty.
 * The examples were shuffled by {@link #seed()} before they were cut, so that each training shard resembles the whole.
 *
 * <p>Immutable and thread-safe.
 */
public final class Dataset {

    private final String name;
    private final long seed;
    private final Schema schema;
    private final List<Shard> shards;
    private final String fingerprint;

    private Dataset(String name, long seed, List<Shard> shards) {
        this.name = name;
        this.seed = seed;
        this.shards = shards;
        this.schema = shards.get(0).schema();
        this.fingerprint = Checksums.fingerprint(schema, shards);
    }

    /**
     * Checks the shards and their class indices, which reads every tensor of class indices once. Shards that are derived are not opened.
     *
     * @param name for people
     * @param seed the seed that the examples were shuffled by
     * @param shards in any order; numbered from 0 without a gap in each split
     * @throws IllegalArgumentException where there is no training shard, a shard is empty, a number is missing or
     *     taken twice, schemas differ, or a class index is out of range
     * @throws UncheckedIOException where a shard cannot be opened
     */
    public static Dataset of(String name, long seed, List<Shard> shards) {
        List<Shard> ordered = shards.stream()
                .sorted(Comparator.comparing(Shard::split).thenComparing(Shard::index))
                .toList();
        if (ordered.isEmpty() || ordered.get(0).split() != Split.TRAINING) {
            throw new IllegalArgumentException("dataset '" + name + "' has no training shard; give it at least one");
        }
        checkShards(name, ordered);
        // of a derived shard those of the source, which are its own: what is not computed yet is not to be computed for
        // this
        ordered.forEach(shard -> checkClasses(shard.derivedFrom().orElse(shard)));
        return new Dataset(name, seed, ordered);
    }

    private static void checkShards(String name, List<Shard> ordered) {
        Schema schema = ordered.get(0).schema();
        int expected = 0;
        Split split = Split.TRAINING;
        for (Shard shard : ordered) {
            expected = shard.split() == split ? expected : 0;
            split = shard.split();
            if (shard.index() != expected++) {
                throw new IllegalArgumentException("dataset '" + name + "': " + where(shard)
                        + " is repeated or follows a gap; number the shards of a split 0, 1, 2, ...");
            }
            if (shard.examples() < 1) {
                throw new IllegalArgumentException(
                        "dataset '" + name + "': " + where(shard) + " has no examples; use fewer shards");
            }
            if (!shard.schema().equals(schema)) {
                throw new IllegalArgumentException("dataset '" + name + "': the schema of " + where(shard)
                        + " differs from that of training shard 0 (" + shard.schema() + ", " + schema
                        + "); build all shards from one source");
            }
        }
    }

    private static void checkClasses(Shard shard) {
        if (shard.schema().tensors().stream().noneMatch(t -> t.classes() > 0)) {
            return;
        }
        try {
            for (Tensor tensor : shard.open().tensors()) {
                if (tensor.spec().classes() > 0) {
                    checkClasses(shard, tensor);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + where(shard) + ": " + e.getMessage(), e);
        }
    }

    private static void checkClasses(Shard shard, Tensor tensor) {
        int classes = tensor.spec().classes();
        int elements = tensor.spec().elements();
        for (int example = 0; example < tensor.examples(); example++) {
            for (int element = 0; element < elements; element++) {
                int value = tensor.intAt(example, element);
                if (value < 0 || value >= classes) {
                    throw new IllegalArgumentException(where(shard) + ", example " + example + ": class index " + value
                            + " of tensor '" + tensor.spec().name() + "' is outside 0.." + (classes - 1) + " ("
                            + classes + " classes); correct the value or the number of classes");
                }
            }
        }
    }

    private static String where(Shard shard) {
        return shard.split().label() + " shard " + shard.index();
    }

    public String name() {
        return name;
    }

    public long seed() {
        return seed;
    }

    public Schema schema() {
        return schema;
    }

    /** The shards of a split by their index; empty where the dataset has no such split. */
    public List<Shard> shards(Split split) {
        return shards.stream().filter(s -> s.split() == split).toList();
    }

    /** Number of examples of a split. */
    public long examples(Split split) {
        return shards.stream()
                .filter(s -> s.split() == split)
                .mapToLong(Shard::examples)
                .sum();
    }

    /** Bytes of all splits as stored. */
    public long bytes() {
        return shards.stream().mapToLong(Shard::bytes).sum();
    }

    /**
     * Identifies the data: a SHA-256, in 64 hexadecimal digits, of the schema and of every shard's place and checksum.
     * It is the same for the same shards on the heap and in files. A resumed study compares it with the journal's.
     */
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        return name + ": " + examples(Split.TRAINING) + " training examples in "
                + shards(Split.TRAINING).size() + " shards, " + examples(Split.VALIDATION) + " validation, "
                + examples(Split.TEST) + " test";
    }
}
