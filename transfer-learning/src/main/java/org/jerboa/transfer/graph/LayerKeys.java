package org.jerboa.transfer.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hashes of what the outputs of layers are computed by: a layer's is of its description, its parameters, and the hashes of what it reads
 * (R. C. Merkle, <i>A Digital Signature Based on a Conventional Encryption Function</i>, CRYPTO 1987). What lies behind a layer does
 * not change its hash, nor does what another layer is called.
 */
final class LayerKeys {

    private static final int CHUNK = 1 << 14;

    private final ComputationGraph network;
    private final Map<String, String> keys = new HashMap<>();

    private LayerKeys(ComputationGraph network) {
        this.network = network;
    }

    /**
     * By name of layer, 64 hexadecimal digits each. Reads all parameters once.
     *
     * @param settings what else the outputs depend on
     */
    static Map<String, String> of(LayerGraph graph, ComputationGraph network, String settings) {
        LayerKeys layers = new LayerKeys(network);
        graph.layers().forEach(layer -> layers.add(layer, settings));
        return Map.copyOf(layers.keys);
    }

    private void add(GraphLayer layer, String settings) {
        MessageDigest digest = sha256();
        if (layer.isInput()) {
            text(digest, settings);
            text(digest, layer.name());
            text(digest, layer.output().toString());
        } else {
            layer.inputs().forEach(input -> text(digest, Objects.requireNonNull(keys.get(input), input)));
            text(digest, description(layer.name()));
            Map<String, INDArray> parameters = network.getVertex(layer.name()).paramTable(false);
            if (parameters != null) {
                new TreeMap<>(parameters).forEach((name, values) -> {
                    text(digest, name);
                    numbers(digest, values);
                });
            }
        }
        keys.put(layer.name(), HexFormat.of().formatHex(digest.digest()));
    }

    /** As the tool writes it into files, but for how its training begins and how far it went. */
    private String description(String layer) {
        GraphVertex vertex = Objects.requireNonNull(
                        network.getConfiguration().getVertices().get(layer), layer)
                .clone();
        if (vertex instanceof LayerVertex trained) {
            trained.getLayerConf().setSeed(0);
            trained.getLayerConf().setIterationCount(0);
            trained.getLayerConf().setEpochCount(0);
        }
        try {
            return NeuralNetConfiguration.mapper().writeValueAsString(vertex);
        } catch (IOException e) {
            throw new IllegalStateException("layer '" + layer + "' cannot be described: " + e.getMessage(), e);
        }
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    /** With all their bits: those of smaller types than FLOAT are the same numbers in it. */
    private static void numbers(MessageDigest digest, INDArray values) {
        INDArray row = values.dup('c');
        boolean wide = row.dataType() == DataType.DOUBLE;
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Double.BYTES);
        for (long at = 0; at < row.length(); at += CHUNK) {
            bytes.clear();
            for (long i = at; i < Math.min(row.length(), at + CHUNK); i++) {
                if (wide) {
                    bytes.putDouble(row.data().getDouble(i));
                } else {
                    bytes.putFloat(row.data().getFloat(i));
                }
            }
            digest.update(bytes.flip());
        }
        row.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256; this one does not", e);
        }
    }
}
