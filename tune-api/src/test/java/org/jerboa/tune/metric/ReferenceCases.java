package org.jerboa.tune.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Cases with values computed by another program, as its header line says. */
final class ReferenceCases {

    private ReferenceCases() {}

    static List<Case> read(String resource) {
        InputStream stream = ReferenceCases.class.getResourceAsStream(resource);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Objects.requireNonNull(stream, resource), UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(ReferenceCases::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case parse(String line) {
        List<String> fields = List.of(line.split("\t", -1));
        Map<String, String> values = new HashMap<>();
        for (String field : fields.subList(1, fields.size())) {
            int equals = field.indexOf('=');
            values.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return new Case(fields.get(0), values);
    }

    record Case(String name, Map<String, String> fields) {

        String text(String field) {
            return Objects.requireNonNull(fields.get(field), field);
        }

        double number(String field) {
            return Double.parseDouble(text(field));
        }

        int[] ints(String field) {
            return Stream.of(text(field).split(";", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        }

        float[] floats(String field) {
            String[] texts = text(field).split(";", -1);
            float[] values = new float[texts.length];
            for (int i = 0; i < texts.length; i++) {
                values[i] = Float.parseFloat(texts[i]);
            }
            return values;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
