package org.jerboa.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;

/** Reads a network of either kind from the tool's own file. */
final class ModelFile {

    private static final String DESCRIPTION = "configuration.json";

    private ModelFile() {}

    /** @throws IOException naming the file and what is wrong with it */
    static Model read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "there is no network in it; give a file that ModelSerializer wrote");
        }
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
                throw new IOException("it has no " + DESCRIPTION);
            }
            return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
