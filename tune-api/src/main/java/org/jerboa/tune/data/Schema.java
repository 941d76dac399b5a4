package org.jerboa.tune.data;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors that every example of a dataset has, in order. There is at least one with {@link Role#FEATURES}; several
 * feature and label tensors describe the inputs and outputs of a graph, in its order. Labels may be absent (an
 * autoencoder predicts its features).
 */
public record Schema(List<TensorSpec> tensors) {

    public Schema {
        tensors = List.copyOf(tensors);
        Set<String> names = new HashSet<>();
        for (TensorSpec tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("two tensors are named '" + tensor.name() + "'; rename one of them");
            }
        }
        if (tensors.stream().noneMatch(t -> t.role() == Role.FEATURES)) {
            throw new IllegalArgumentException("a schema needs a tensor of features, not only " + names + "; add one");
        }
        for (TensorSpec mask : tensors) {
            if (mask.role().isMask()) {
                checkMask(mask, tensors);
            }
        }
    }

    private static void checkMask(TensorSpec mask, List<TensorSpec> tensors) {
        Role masked = mask.role() == Role.FEATURES_MASK ? Role.FEATURES : Role.LABELS;
        TensorSpec tensor = tensors.stream()
                .filter(t -> t.maskName().equals(mask.name()) && t.role() == masked)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mask '" + mask.name() + "' belongs to no tensor of "
                        + masked + "; name it after its tensor: '<tensor>.mask'"));
        if (!mask.shape().isPrefixOf(tensor.shape())) {
            throw new IllegalArgumentException("mask '" + mask.name() + "' of shape " + mask.shape()
                    + " does not fit tensor '" + tensor.name() + "' of shape " + tensor.shape()
                    + "; use the first dimensions of its shape");
        }
    }

    public static Schema of(TensorSpec... tensors) {
        return new Schema(List.of(tensors));
    }

    /** Reads what {@link #toText()} wrote. */
    public static Schema parse(String text) {
        return SchemaText.parse(text);
    }

    /** The tensors of role FEATURES, in order; at least one. */
    public List<TensorSpec> features() {
        return withRole(Role.FEATURES);
    }

    /** The tensors of role LABELS, in order; may be empty. */
    public List<TensorSpec> labels() {
        return withRole(Role.LABELS);
    }

    private List<TensorSpec> withRole(Role role) {
        return tensors.stream().filter(t -> t.role() == role).toList();
    }

    /**
     * Where the tensor stands in {@link #tensors()}.
     *
     * @throws IllegalArgumentException if there is no tensor of that name, with the names that there are
     */
    public int indexOf(String name) {
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no tensor is named '" + name + "'; there are "
                + tensors.stream().map(TensorSpec::name).toList());
    }

    /** @throws IllegalArgumentException if there is no tensor of that name, with the names that there are */
    public TensorSpec tensor(String name) {
        return tensors.get(indexOf(name));
    }

    /** The mask of a tensor of features or labels, if it has one. */
    public Optional<TensorSpec> maskOf(TensorSpec tensor) {
        return tensors.stream()
                .filter(t -> t.role().isMask() && t.name().equals(tensor.maskName()))
                .findFirst();
    }

    /** Bytes of one example over all tensors. */
    public long bytesPerExample() {
        return tensors.stream().mapToLong(TensorSpec::bytesPerExample).sum();
    }

    /**
     * A stable textual form: one line a tensor, exact to the last bit of a scaling. Two schemas are equal if and only if
     * their texts are. It is what a {@linkplain Dataset#fingerprint() fingerprint} covers and what files hold.
     */
    public String toText() {
        return SchemaText.write(this);
    }
}
