package org.jerboa.tune.data;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * The textual form of a schema. A tensor is one line of seven fields separated by spaces: name, role, type, shape,
 * number of classes, class names, scaling; {@code -} is an empty list. Names are percent-encoded, numbers are written as
 * Java prints them, which is exact.
 */
final class SchemaText {

    private static final String NONE = "-";
    private static final int FIELDS = 7;

    private SchemaText() {}

    static String write(Schema schema) {
        StringBuilder text = new StringBuilder();
        for (TensorSpec tensor : schema.tensors()) {
            text.append(new StringJoiner(" ", "", "\n")
                    .add(encode(tensor.name()))
                    .add(tensor.role().name())
                    .add(tensor.type().name())
                    .add(list(tensor.shape().dimensions().stream()
                            .map(String::valueOf)
                            .toList()))
                    .add(Integer.toString(tensor.classes()))
                    .add(list(
                            tensor.classNames().stream().map(SchemaText::encode).toList()))
                    .add(scaling(tensor)));
        }
        return text.toString();
    }

    private static String scaling(TensorSpec tensor) {
        Scaling scaling = tensor.scaling();
        if (scaling.isIdentity()) {
            return NONE;
        }
        int pairs = Math.max(1, scaling.elements());
        List<String> numbers = new ArrayList<>(2 * pairs);
        for (int i = 0; i < pairs; i++) {
            numbers.add(Double.toString(scaling.scale(i)));
            numbers.add(Double.toString(scaling.shift(i)));
        }
        return (scaling.isUniform() ? "all:" : "each:") + String.join(",", numbers);
    }

    private static String list(List<String> items) {
        return items.isEmpty() ? NONE : String.join(",", items);
    }

    static Schema parse(String text) {
        return new Schema(text.lines().map(SchemaText::tensor).toList());
    }

    private static TensorSpec tensor(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("schema line '" + line + "' has " + fields.length + " fields, not "
                    + FIELDS + "; write the schema again");
        }
        int[] shape = items(fields[3]).stream().mapToInt(Integer::parseInt).toArray();
        return new TensorSpec(
                decode(fields[0]),
                Role.valueOf(fields[1]),
                ElementType.valueOf(fields[2]),
                Shape.of(shape),
                Integer.parseInt(fields[4]),
                items(fields[5]).stream().map(SchemaText::decode).toList(),
                parseScaling(fields[6]));
    }

    private static Scaling parseScaling(String field) {
        if (field.equals(NONE)) {
            return Scaling.identity();
        }
        double[] numbers = Arrays.stream(field.substring(field.indexOf(':') + 1).split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] scale = new double[numbers.length / 2];
        double[] shift = new double[numbers.length / 2];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = numbers[2 * i];
            shift[i] = numbers[2 * i + 1];
        }
        return field.startsWith("all:") ? Scaling.of(scale[0], shift[0]) : Scaling.perElement(scale, shift);
    }

    private static List<String> items(String field) {
        return field.equals(NONE) ? List.of() : List.of(field.split(",", -1));
    }

    // "-" alone would read as an empty list; URL encoding leaves it and "*" as they are and writes a space as "+".
    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("-", "%2D");
    }

    private static String decode(String field) {
        return URLDecoder.decode(field, StandardCharsets.UTF_8);
    }
}
