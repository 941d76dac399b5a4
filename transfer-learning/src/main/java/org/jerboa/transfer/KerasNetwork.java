package org.jerboa.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelBuilder;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelUtils;

/**
 * One Keras file, by the tool's import. Apart from {@link KerasFormat}, as this class can only be loaded where the import is.
 * Losses and updaters are left out: networks are read to be used as they are.
 */
final class KerasNetwork {

    private static final String CLASS = "class_name";

    private KerasNetwork() {}

    /** @throws IOException naming the file, what is wrong with it, and the layer if that is not supported */
    static Model read(Path file) throws IOException {
        Map<String, Object> description = Map.of();
        try (KerasModelBuilder keras = new KerasModel().modelBuilder()) {
            keras.modelHdf5Filename(file.toString()).enforceTrainingConfig(false);
            // the tool's own stays the builder's archive of the training's settings; it closes both
            keras.setWeightsArchive(new KerasArchive(file));
            description = KerasModelUtils.parseJsonString(keras.getModelJson());
            return "Sequential".equals(description.get(CLASS))
                    ? keras.buildSequential().getMultiLayerNetwork()
                    : keras.buildModel().getComputationGraph();
        } catch (UnsupportedKerasConfigurationException e) {
            throw new IOException(
                    "cannot read a network from " + file + ": " + e.getMessage()
                            + layers(description, String.valueOf(e.getMessage()))
                            + " Save the network without it, or register its kind with KerasLayer.registerCustomLayer",
                    e);
        } catch (IOException | InvalidKerasConfigurationException | RuntimeException e) {
            throw new IOException(
                    "cannot read a network from " + file + ": " + e.getMessage()
                            + "; it must be a whole file that model.save(\"name.h5\") of Keras 2 wrote",
                    e);
        }
    }

    /** The tool names the kind of a layer that it does not know, and not the layer. */
    private static String layers(Map<String, Object> description, String message) {
        List<Object> names = new ArrayList<>();
        if (description.get("config") instanceof Map<?, ?> network && network.get("layers") instanceof List<?> layers) {
            for (Object layer : layers) {
                if (layer instanceof Map<?, ?> of
                        && message.contains("layer type " + of.get(CLASS) + ".")
                        && of.get("config") instanceof Map<?, ?> settings) {
                    names.add(settings.get("name"));
                }
            }
        }
        return names.isEmpty() ? "" : " It is the type of " + names + ".";
    }
}
