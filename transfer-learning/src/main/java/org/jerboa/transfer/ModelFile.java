package org.jerboa.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;

/** Reads a network of either kind from the tool's own file, or from Keras' HDF5. Which it is, is recognised by how it begins. */
final class ModelFile {

    /** The first bytes of every HDF5 file, as the format's specification has them (version 3, section II.A). */
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private static final byte[] ZIP = {'P', 'K'};

    private static final String DESCRIPTION = "configuration.json";

    private ModelFile() {}

    /** @throws IOException naming the file, what is wrong with it or missing to read it, and the remedy */
    static Model read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "there is no network in it; give a file that ModelSerializer wrote, or Keras as HDF5");
        }
        byte[] start;
        try (InputStream stream = Files.newInputStream(file)) {
            start = stream.readNBytes(HDF5.length);
        }
        if (Arrays.equals(start, HDF5)) {
            return KerasFormat.read(file);
        }
        if (Arrays.equals(Arrays.copyOf(start, ZIP.length), ZIP)) {
            return readZip(file);
        }
        throw new IOException("cannot read a network from " + file
                + ": it is neither a zip file nor HDF5; give a file that ModelSerializer wrote, or Keras as HDF5");
    }

    private static Model readZip(Path file) throws IOException {
        try {
            return description(file).contains("\"vertexInputs\"")
                    ? ModelSerializer.restoreComputationGraph(file.toFile(), false)
                    : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false);
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "cannot read a network from " + file + ": " + e.getMessage()
                            + "; it must be a whole file that ModelSerializer wrote",
                    e);
        }
    }

    private static String description(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(DESCRIPTION);
            if (entry == null) {
                throw new IOException(
                        zip.getEntry("model.weights.h5") == null
                                ? "it has no " + DESCRIPTION
                                : "it is in the format of Keras 3, which the tool does not read; save it as HDF5 with"
                                        + " Keras 2");
            }
            return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
