package org.jerboa.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jerboa.data.store.ShardBuilder.Place;
import org.jerboa.transfer.materialise.OutputForm;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;

/**
 * Identifies outputs of layers by what they are computed from and by: the shard, the layer with all before it, and the size of
 * minibatches, on which the last bits depend,
 * and the form in which they are stored. By which plan does not matter.
 */
final class OutputKeys {

    private static final int NAME_BYTES = 16;

    private final TransferProblem problem;
    private final int batchSize;
    private final OutputForm form;

    OutputKeys(TransferProblem problem, int batchSize, OutputForm form) {
        this.problem = problem;
        this.form = form;
        this.batchSize = batchSize;
    }

    /** Of files with the output of a layer, for all shards: what people look for, and a hash. */
    Map<Place, String> names(String layer) {
        TensorSpec spec = form.spec(problem.network().graph().layer(layer));
        String schema = Schema.of(spec).toText();
        String readable = layer.replaceAll("[^A-Za-z0-9._-]", "_");
        Map<Place, String> names = new HashMap<>();
        for (Split split : Split.values()) {
            for (Shard source : problem.data().shards(split)) {
                String hash = HexFormat.of().formatHex(hash(layer, source, schema), 0, NAME_BYTES);
                names.put(
                        new Place(split, source.index(), source.examples()),
                        String.format(Locale.ROOT, "%s-%s-%04d.%s", readable, split.label(), source.index(), hash));
            }
        }
        return names;
    }

    /** Of a shard of this schema that the output of a layer is put into. */
    long checksum(String layer, Shard source, Schema schema) {
        return ByteBuffer.wrap(hash(layer, source, schema.toText())).getLong();
    }

    private byte[] hash(String layer, Shard source, String schema) {
        String text = problem.network().key(layer) + "\n" + source.schema().toText() + "\n" + source.examples() + " "
                + source.checksum() + " " + problem.images() + " " + batchSize + "\n" + schema;
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one does not", e);
        }
    }
}
