package org.jerboa.transfer.materialise;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jerboa.data.store.ShardBuilder.Place;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.TensorSpec;

/**
 * Identifies outputs of layers by what they are computed from and by: the shard, the layer with all before it, and the size of
 * minibatches, on which the last bits depend, and the form in which they are stored. By which plan does not matter.
 */
final class OutputKeys {

    private static final int NAME_BYTES = 16;

    private final TrainedNetwork network;
    private final List<String> images;
    private final int batchSize;
    private final OutputForm form;

    OutputKeys(TrainedNetwork network, List<String> images, int batchSize, OutputForm form) {
        this.network = network;
        this.images = List.copyOf(images);
        this.batchSize = batchSize;
        this.form = form;
    }

    /** Of files with the output of a layer, for all shards: what people look for, and a hash. */
    Map<Place, String> names(String layer, Dataset data) {
        TensorSpec spec = form.spec(network.graph().layer(layer));
        String schema = Schema.of(spec).toText();
        String readable = layer.replaceAll("[^A-Za-z0-9._-]", "_");
        Map<Place, String> names = new HashMap<>();
        for (Split split : Split.values()) {
            for (Shard source : data.shards(split)) {
                String hash = HexFormat.of().formatHex(hash(List.of(layer), source, schema), 0, NAME_BYTES);
                names.put(
                        new Place(split, source.index(), source.examples()),
                        String.format(Locale.ROOT, "%s-%s-%04d.%s", readable, split.label(), source.index(), hash));
            }
        }
        return names;
    }

    /** Of a shard of this schema that the outputs of these layers, in this order, are put into. */
    long checksum(Collection<String> layers, Shard source, Schema schema) {
        return ByteBuffer.wrap(hash(layers, source, schema.toText())).getLong();
    }

    /** Of everything that can be computed by the network. */
    String network() {
        StringBuilder text = new StringBuilder(images + " " + batchSize);
        for (GraphLayer layer : network.graph().layers()) {
            text.append('\n').append(network.key(layer.name())).append(' ');
            text.append(Schema.of(form.spec(layer)).toText());
        }
        return HexFormat.of().formatHex(hash(text.toString()));
    }

    private byte[] hash(Collection<String> layers, Shard source, String schema) {
        String keys = layers.stream().map(network::key).collect(Collectors.joining(" "));
        return hash(keys + "\n" + source.schema().toText() + "\n" + source.examples() + " " + source.checksum() + " "
                + images + " " + batchSize + "\n" + schema);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one does not", e);
        }
    }
}
