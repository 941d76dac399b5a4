package org.jerboa.transfer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.H5Object;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes what {@code model.save("x.h5")} of Keras 2 writes: the description in attributes of the file, and below {@code
 * model_weights} a group for each layer with its weights, {@code [height][width][in][out]} or {@code [in][out]}.
 */
final class KerasFile {

    private final String className;
    private final String config;
    private final Map<String, Map<String, INDArray>> weights = new LinkedHashMap<>();
    private boolean variableLength;
    private int unused;

    private KerasFile(String className, String config) {
        this.className = className;
        this.config = config;
    }

    /** @param layers JSON of each layer */
    static KerasFile sequential(String... layers) {
        return new KerasFile(
                "Sequential", "{\"name\": \"sequential\", \"layers\": [" + String.join(", ", layers) + "]}");
    }

    /** @param layers JSON of each layer, with its name and inbound nodes */
    static KerasFile functional(String input, String output, String... layers) {
        return new KerasFile(
                "Functional",
                "{\"name\": \"model\", \"layers\": [" + String.join(", ", layers) + "], \"input_layers\": [[\"" + input
                        + "\", 0, 0]], \"output_layers\": [[\"" + output + "\", 0, 0]]}");
    }

    KerasFile weights(String layer, Map<String, INDArray> arrays) {
        weights.put(layer, arrays);
        return this;
    }

    /**
     * Has lists of names as h5py 3 writes them, each text of a length of its own.
     *
     * @param more names behind those of each layer's weights, of weights that are not there
     */
    KerasFile namesOfVariableLength(int more) {
        variableLength = true;
        unused = more;
        return this;
    }

    Path write(Path path) {
        try (H5File file = new H5File(path.toString(), hdf5.H5F_ACC_TRUNC())) {
            text(file, "keras_version", "2.11.0");
            text(file, "backend", "tensorflow");
            text(file, "model_config", "{\"class_name\": \"" + className + "\", \"config\": " + config + "}");
            try (Group root = file.createGroup("model_weights")) {
                text(root, "keras_version", "2.11.0");
                text(root, "backend", "tensorflow");
                texts(root, "layer_names", List.copyOf(weights.keySet()));
                weights.forEach((layer, arrays) -> layer(root, layer, arrays));
            }
            file._close();
        }
        return path;
    }

    private void layer(Group root, String layer, Map<String, INDArray> arrays) {
        try (Group outer = root.createGroup(layer)) {
            List<String> names = new ArrayList<>();
            arrays.keySet().forEach(name -> names.add(layer + "/" + name + ":0"));
            IntStream.range(0, unused).forEach(i -> names.add(layer + "/unused_" + i + ":0"));
            texts(outer, "weight_names", names);
            try (Group inner = outer.createGroup(layer)) {
                arrays.forEach((name, array) -> numbers(inner, name + ":0", array));
            }
        }
    }

    private static void numbers(Group group, String name, INDArray array) {
        try (DataSpace space = new DataSpace(array.rank(), array.shape());
                DataSet set = group.createDataSet(name, PredType.IEEE_F32LE(), space);
                FloatPointer values = new FloatPointer(array.dup('c').data().asFloat())) {
            set.write(values, PredType.NATIVE_FLOAT());
        }
    }

    private static void text(H5Object at, String name, String value) {
        try (StrType type = new StrType(PredType.C_S1(), hdf5.H5T_VARIABLE());
                DataSpace space = new DataSpace(hdf5.H5S_SCALAR);
                Attribute attribute = at.createAttribute(name, type, space)) {
            attribute.write(type, value);
        }
    }

    private void texts(H5Object at, String name, List<String> values) {
        int length = values.stream().mapToInt(String::length).max().orElse(0);
        if (length == 0) {
            try (DataSpace none = new DataSpace(1, new long[] {0})) {
                at.createAttribute(name, PredType.IEEE_F64LE(), none).close();
            }
            return;
        }
        if (variableLength) {
            textsOfVariableLength(at, name, values);
            return;
        }
        byte[] padded = new byte[values.size() * length];
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(value, 0, padded, i * length, value.length);
        }
        try (StrType type = new StrType(PredType.C_S1(), length);
                DataSpace space = new DataSpace(1, new long[] {values.size()});
                Attribute attribute = at.createAttribute(name, type, space);
                BytePointer bytes = new BytePointer(padded)) {
            attribute.write(type, new Pointer(bytes));
        }
    }

    private static void textsOfVariableLength(H5Object at, String name, List<String> values) {
        BytePointer[] texts = values.stream().map(BytePointer::new).toArray(BytePointer[]::new);
        try (StrType type = new StrType(PredType.C_S1(), hdf5.H5T_VARIABLE());
                DataSpace space = new DataSpace(1, new long[] {values.size()});
                Attribute attribute = at.createAttribute(name, type, space);
                PointerPointer<BytePointer> pointers = new PointerPointer<>(texts)) {
            attribute.write(type, new Pointer(pointers));
        } finally {
            Stream.of(texts).forEach(BytePointer::close);
        }
    }
}
