package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jerboa.tune.data.Derivation;

/**
 * A {@link Derivation} as it travels: its source and transform by what identifies them.
 *
 * @param shard what is derived; its checksum is of what it is computed by
 * @param transform the transform's key
 */
public record Recipe(
        ShardPart.Header shard,
        ShardPart.Header source,
        String transform,
        Map<String, String> tensors,
        Set<String> outputs,
        Set<String> from,
        Set<String> keep) {

    static final Recipe NONE =
            new Recipe(ShardPart.Header.NONE, ShardPart.Header.NONE, "", Map.of(), Set.of(), Set.of(), Set.of());

    public Recipe {
        tensors = Map.copyOf(tensors);
        outputs = Set.copyOf(outputs);
        from = Set.copyOf(from);
        keep = Set.copyOf(keep);
    }

    public static Recipe of(ShardPart.Header shard, ShardPart.Header source, Derivation derivation) {
        return new Recipe(
                shard,
                source,
                derivation.transform().key(),
                derivation.tensors(),
                derivation.outputs(),
                derivation.from(),
                derivation.keep());
    }

    /** The outputs that the shard's own tensors are. */
    public Set<String> own() {
        return Set.copyOf(tensors.values());
    }

    /** All outputs that it speaks of. */
    public Set<String> known() {
        Set<String> all = new HashSet<>(outputs);
        all.addAll(from);
        return all;
    }

    void write(ObjectDataOutput out) throws IOException {
        shard.write(out);
        source.write(out);
        out.writeString(transform);
        out.writeInt(tensors.size());
        for (Map.Entry<String, String> tensor : tensors.entrySet()) {
            out.writeString(tensor.getKey());
            out.writeString(tensor.getValue());
        }
        write(outputs, out);
        write(from, out);
        write(keep, out);
    }

    static Recipe read(ObjectDataInput in) throws IOException {
        ShardPart.Header shard = ShardPart.Header.read(in);
        ShardPart.Header source = ShardPart.Header.read(in);
        String transform = Message.text(in);
        Map<String, String> tensors = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            tensors.put(Message.text(in), Message.text(in));
        }
        return new Recipe(shard, source, transform, tensors, names(in), names(in), names(in));
    }

    static void write(Set<String> names, ObjectDataOutput out) throws IOException {
        out.writeStringArray(names.toArray(String[]::new));
    }

    static Set<String> names(ObjectDataInput in) throws IOException {
        return Set.of(Objects.requireNonNull(in.readStringArray()));
    }
}
