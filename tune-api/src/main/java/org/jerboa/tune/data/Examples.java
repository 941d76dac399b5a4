package org.jerboa.tune.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * A columnar block of examples: tensors of equal example count, in the order of their schema.
 *
 * <p>Immutable and safe to share, as far as its {@linkplain Tensor tensors} are. Slicing and cutting into minibatches
 * copies nothing.
 */
public final class Examples {

    private final Schema schema;
    private final List<Tensor> tensors;
    private final int count;

    private Examples(Schema schema, List<Tensor> tensors, int count) {
        this.schema = schema;
        this.tensors = tensors;
        this.count = count;
    }

    public static Examples of(Tensor... tensors) {
        return of(List.of(tensors));
    }

    /**
     * @throws IllegalArgumentException where the tensors differ in their number of examples, or make no valid
     *     {@link Schema}
     */
    public static Examples of(List<Tensor> tensors) {
        Schema schema = new Schema(tensors.stream().map(Tensor::spec).toList());
        Tensor first = tensors.get(0);
        for (Tensor tensor : tensors) {
            if (tensor.examples() != first.examples()) {
                throw new IllegalArgumentException("tensor '" + tensor.spec().name() + "' has " + tensor.examples()
                        + " examples, '" + first.spec().name() + "' has " + first.examples()
                        + "; give every tensor the same number");
            }
        }
        return new Examples(schema, List.copyOf(tensors), first.examples());
    }

    public Schema schema() {
        return schema;
    }

    /** Number of examples. */
    public int count() {
        return count;
    }

    public List<Tensor> tensors() {
        return tensors;
    }

    /** @throws IllegalArgumentException if there is no tensor of that name, with the names that there are */
    public Tensor tensor(String name) {
        return tensors.get(schema.indexOf(name));
    }

    /** The tensors of role FEATURES, in order. */
    public List<Tensor> features() {
        return withRole(Role.FEATURES);
    }

    /** The tensors of role LABELS, in order; may be empty. */
    public List<Tensor> labels() {
        return withRole(Role.LABELS);
    }

    private List<Tensor> withRole(Role role) {
        return tensors.stream().filter(t -> t.spec().role() == role).toList();
    }

    /** The mask of a tensor of this block, if it has one. */
    public Optional<Tensor> maskOf(Tensor tensor) {
        return schema.maskOf(tensor.spec()).map(mask -> tensor(mask.name()));
    }

    /** Bytes of all tensors as stored. */
    public long bytes() {
        return tensors.stream().mapToLong(Tensor::bytes).sum();
    }

    /** The examples {@code from} (inclusive) to {@code to} (exclusive), without copying. */
    public Examples slice(int from, int to) {
        Objects.checkFromToIndex(from, to, count);
        List<Tensor> parts = new ArrayList<>(tensors.size());
        for (Tensor tensor : tensors) {
            parts.add(tensor.slice(from, to));
        }
        return new Examples(schema, List.copyOf(parts), to - from);
    }

    /**
     * Consecutive slices of {@code batchSize} examples in stored order; the last one may be shorter.
     *
     * @throws IllegalArgumentException if {@code batchSize} is below 1
     */
    public Iterable<Examples> minibatches(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size (" + batchSize + ") must be at least 1; raise it");
        }
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Examples next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("all " + count + " examples were given out");
                }
                int from = next;
                next = batchSize < count - from ? from + batchSize : count;
                return slice(from, next);
            }
        };
    }

    /**
     * A checksum of the stored values: the {@linkplain Tensor#checksum() CRC-32C} of each tensor, mixed in order with
     * the number of examples. It does not depend on where the bytes lie, and catches accidents, not forgery.
     */
    public long checksum() {
        return checksum(count, tensors.stream().mapToLong(Tensor::checksum).toArray());
    }

    /**
     * The checksum of a block whose tensors' checksums are known already.
     *
     * @param tensors the {@linkplain Tensor#checksum() checksum} of each tensor, in the schema's order
     */
    public static long checksum(int examples, long... tensors) {
        return Checksums.combine(examples, tensors);
    }

    @Override
    public String toString() {
        return count + " examples of " + tensors;
    }
}
