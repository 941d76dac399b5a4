package org.jerboa.transfer;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.api.Model;

/**
 * Networks that Keras 2 saved as HDF5. They are read by Deeplearning4j's {@code deeplearning4j-modelimport}, which is not among
 * our dependencies at run time: whoever has such files adds it, and is told so here.
 */
final class KerasFormat {

    private static final String IMPORT = "org.deeplearning4j.nn.modelimport.keras.KerasModelImport";

    private KerasFormat() {}

    /** @throws IOException naming the file, and what is wrong with it or is to be added to read it */
    static Model read(Path file) throws IOException {
        if (!isPresent()) {
            throw new IOException("cannot read a network from " + file
                    + ": it is HDF5, as Keras writes it, and the tool's import is not on the class path; add"
                    + " org.deeplearning4j:deeplearning4j-modelimport of the version of deeplearning4j-nn");
        }
        try {
            return KerasNetwork.read(file);
        } catch (LinkageError e) {
            throw new IOException(
                    "cannot read a network from " + file + ": the library for HDF5 cannot be loaded (" + e
                            + "); add org.bytedeco:hdf5 and, if there is one for this platform, its classifier "
                            + Loader.getPlatform(),
                    e);
        }
    }

    private static boolean isPresent() {
        try {
            Class.forName(IMPORT, false, KerasFormat.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
