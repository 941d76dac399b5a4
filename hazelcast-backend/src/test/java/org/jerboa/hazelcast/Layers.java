package org.jerboa.hazelcast;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.ShardTransform;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/** Two layers, {@link #NEAR} and {@link #FAR}, the second of what the first gives; and parameters of any size. */
public final class Layers implements ShardTransform {

    public static final String NEAR = "near";
    public static final String FAR = "far";

    private static final long serialVersionUID = 1L;

    private final String key;
    private final byte[] parameters;
    private final int failingExamples;

    private Layers(String key, byte[] parameters, int failingExamples) {
        this.key = key;
        this.parameters = parameters;
        this.failingExamples = failingExamples;
    }

    /** @param bytes of parameters */
    public static Layers of(String key, int bytes) {
        byte[] parameters = new byte[bytes];
        Arrays.fill(parameters, (byte) 3);
        return new Layers(key, parameters, -1);
    }

    /** The same, but they fail for shards of so many examples. */
    public Layers failingFor(int examples) {
        return new Layers(key, parameters, examples);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public TensorSpec spec(String output) {
        return TensorSpec.features(output, ElementType.FLOAT32, Fixture.BLOBS.features());
    }

    @Override
    public Map<String, Tensor> fromSource(Examples source, Set<String> outputs) throws IOException {
        if (source.count() == failingExamples) {
            throw new IOException("layers fail for " + failingExamples + " examples");
        }
        Tensor near = near(source.features().get(0));
        Map<String, Tensor> computed = new HashMap<>();
        for (String output : outputs) {
            computed.put(output, output.equals(NEAR) ? near : far(near));
        }
        return computed;
    }

    @Override
    public Map<String, Tensor> fromOutputs(Map<String, Tensor> given, int examples, Set<String> outputs) {
        if (!given.keySet().equals(Set.of(NEAR)) || !outputs.equals(Set.of(FAR))) {
            throw new IllegalArgumentException(outputs + " of " + given);
        }
        return Map.of(FAR, far(given.get(NEAR)));
    }

    private Tensor near(Tensor features) {
        float bias = parameters[parameters.length - 1];
        float[] values = values(features);
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + bias) / 3;
        }
        return Tensor.ofFloats(spec(NEAR), values);
    }

    private Tensor far(Tensor near) {
        float[] values = values(near);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * Math.abs(values[i]) + 1;
        }
        return Tensor.ofFloats(spec(FAR), values);
    }

    private static float[] values(Tensor tensor) {
        float[] values = new float[tensor.examples() * tensor.spec().elements()];
        tensor.copyFloats(0, tensor.examples(), values, 0);
        return values;
    }
}
