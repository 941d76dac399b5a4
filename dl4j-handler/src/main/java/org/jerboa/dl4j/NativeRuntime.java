package org.jerboa.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native library under ND4J: which one it is, what it can do, and how many threads it uses. */
final class NativeRuntime {

    private NativeRuntime() {}

    /**
     * Loads the backend if that has not happened yet, and sets its threads.
     *
     * <p>The order matters: a backend that is loaded later resets what was set before. OpenMP's setting is the calling
     * thread's own, BLAS's is the process's.
     */
    static void prepareThread(int toolThreads) {
        if (toolThreads < 1) {
            throw new IllegalArgumentException("tool threads (" + toolThreads + ") must be at least 1");
        }
        requireUsable();
        Nd4j.factory().blas().setMaxThreads(toolThreads);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(toolThreads);
    }

    /**
     * Loads the backend, and keeps what its operations work on from the garbage collector.
     *
     * @throws IllegalStateException if there is no backend, or one without machine code for the GPUs at hand
     */
    static void requireUsable() {
        try {
            Nd4j.getBackend();
        } catch (NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new IllegalStateException(
                    "ND4J found no backend; put org.nd4j:nd4j-native with a classifier of this platform on the class"
                            + " path",
                    e);
        }
        if (!isCpu()) {
            CudaGpus.requireSupported(environment());
        }
        ReachableOperations.install();
    }

    static Properties environment() {
        return Nd4j.getExecutioner().getEnvironmentInformation();
    }

    static boolean isCpu() {
        return "CPU".equalsIgnoreCase(backend());
    }

    /** {@code CPU} or {@code CUDA}. */
    static String backend() {
        return environment().getProperty(Nd4jEnvironment.BACKEND_KEY, "unknown");
    }

    static String blas() {
        return String.valueOf(environment().get("blas.vendor"));
    }

    /** Whether the library was built with oneDNN and may use it. The tool's own question is answered yes by any build. */
    static boolean hasOneDnn() {
        return isCpu()
                && Nd4j.getEnvironment().helpersAllowed()
                && Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN");
    }

    /** The classifier of the loaded library, such as {@code linux-x86_64-onednn-avx2}. */
    static String classifier() {
        String library = Loader.getLoadedLibraries().get(isCpu() ? "jnind4jcpu" : "jnind4jcuda");
        Path folder = library == null ? null : Path.of(library).getParent();
        return folder == null ? Loader.getPlatform() : String.valueOf(folder.getFileName());
    }

    /** The tool's version, from what its build left in the jar. */
    static String version() {
        String path = "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";
        try (@Nullable InputStream in = MultiLayerNetwork.class.getResourceAsStream(path)) {
            if (in == null) {
                return "unknown";
            }
            Properties build = new Properties();
            build.load(in);
            return build.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + path, e);
        }
    }
}
