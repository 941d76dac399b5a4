package org.jerboa.transfer.materialise;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.TensorSpec;

/**
 * As what numbers the outputs of layers are stored: some in fewer bits, the others in single precision. What a pass goes on from is among the
 * others, so that rounding is never computed with, and every plan comes to the same features.
 *
 * <p>Immutable and thread-safe.
 *
 * @param types of the layers that are stored in fewer bits, by name
 * @param scalings from what is stored to what it stands for; layers without one have none
 */
public record OutputForm(Map<String, ElementType> types, Map<String, Scaling> scalings) implements Serializable {

    public OutputForm {
        types = Map.copyOf(types);
        scalings = Map.copyOf(scalings);
    }

    /** Everything in single precision. */
    public static OutputForm exact() {
        return new OutputForm(Map.of(), Map.of());
    }

    /** These layers as half-precision numbers. */
    public static OutputForm halves(Collection<String> layers) {
        return new OutputForm(all(layers, ElementType.FLOAT16), Map.of());
    }

    /** These layers as bytes, each layer with a scale of its own. */
    public static OutputForm bytes(Map<String, Scaling> scalings) {
        return new OutputForm(all(scalings.keySet(), ElementType.UINT8), scalings);
    }

    private static Map<String, ElementType> all(Collection<String> layers, ElementType type) {
        Map<String, ElementType> types = new LinkedHashMap<>();
        layers.forEach(layer -> types.put(layer, type));
        return types;
    }

    /** What the tensor with a layer's outputs is. */
    public TensorSpec spec(GraphLayer layer) {
        int[] shape = Arrays.stream(layer.shape()).mapToInt(Math::toIntExact).toArray();
        return TensorSpec.features(layer.name(), types.getOrDefault(layer.name(), ElementType.FLOAT32), shape)
                .withScaling(scalings.getOrDefault(layer.name(), Scaling.identity()));
    }
}
