package org.jerboa.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network that Keras itself wrote, and what Keras computed with it; {@code golden/keras-2/README.md} says how they were made.
 *
 * @param file as {@code model.save} wrote it
 * @param images what the network was given
 * @param outputs of its layers, by name, in the network's order
 */
record KerasGolden(Path file, Values images, Map<String, Values> outputs) {

    /** Numbers row by row, in Keras' order: {@code [examples][height][width][channels]} or {@code [examples][units]}. */
    record Values(long[] shape, float[] numbers) {

        int examples() {
            return (int) shape[0];
        }

        /** Of images, the same numbers as datasets have them: {@code [examples][channels][height][width]}. */
        float[] channelsFirst() {
            int pixels = (int) (shape[1] * shape[2]);
            int channels = (int) shape[3];
            float[] turned = new float[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                int channel = i % channels;
                int pixel = i / channels % pixels;
                int example = i / channels / pixels;
                turned[(example * channels + channel) * pixels + pixel] = numbers[i];
            }
            return turned;
        }
    }

    Values output(String layer) {
        return Objects.requireNonNull(outputs.get(layer), layer);
    }

    /** The output of the last layer. */
    Values prediction() {
        List<Values> all = List.copyOf(outputs.values());
        return all.get(all.size() - 1);
    }

    static KerasGolden read(String name) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes(name + ".bin")).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Values> rows = new LinkedHashMap<>();
        for (String line : lines(name + ".tsv")) {
            String[] row = line.split("\t", -1);
            long[] shape = Arrays.stream(row).skip(1).mapToLong(Long::parseLong).toArray();
            float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
            for (int i = 0; i < values.length; i++) {
                values[i] = numbers.getFloat();
            }
            rows.put(row[0], new Values(shape, values));
        }
        if (numbers.hasRemaining()) {
            throw new IllegalStateException(
                    name + ".bin has " + numbers.remaining() + " bytes more than " + name + ".tsv");
        }
        Values images = Objects.requireNonNull(rows.remove("images"));
        return new KerasGolden(path(name + ".h5"), images, rows);
    }

    private static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String name) {
        try {
            return Files.readAllLines(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String name) {
        URL url = Objects.requireNonNull(KerasGolden.class.getResource("/golden/keras-2/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
