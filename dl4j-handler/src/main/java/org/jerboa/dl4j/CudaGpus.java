package org.jerboa.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;

/**
 * Which GPUs the CUDA backend can run on. The one of this version holds machine code for compute capabilities 3.7 to 8.6
 * and nothing that a driver could compile for later ones, so that on Hopper (9.0) and after it every kernel fails, with
 * errors that do not say why. Code for 8.6 runs on 8.9 (Ada) too.
 */
final class CudaGpus {

    private static final int LAST_MAJOR = 8;

    private CudaGpus() {}

    /**
     * @param environment what ND4J says of its devices
     * @throws IllegalStateException if one of them is later than the backend's code
     */
    static void requireSupported(Properties environment) {
        List<String> unsupported = new ArrayList<>();
        if (environment.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY) instanceof List<?> devices) {
            for (Object device : devices) {
                if (device instanceof Map<?, ?> properties) {
                    int major = number(properties.get(Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY));
                    if (major > LAST_MAJOR) {
                        unsupported.add(properties.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY) + " (compute capability "
                                + major + "." + number(properties.get(Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY))
                                + ")");
                    }
                }
            }
        }
        if (!unsupported.isEmpty()) {
            throw new IllegalStateException("ND4J's CUDA backend has no machine code for " + unsupported
                    + ": it supports compute capabilities 3.7 to 8.9 (Kepler to Ada); use the CPU backend"
                    + " (org.nd4j:nd4j-native), or hide these GPUs with CUDA_VISIBLE_DEVICES and use an older one");
        }
    }

    /** Bytes of memory of the GPU with the least; {@link Long#MAX_VALUE} if nothing tells. */
    static long leastMemory(Properties environment) {
        long least = Long.MAX_VALUE;
        if (environment.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY) instanceof List<?> devices) {
            for (Object device : devices) {
                Object bytes = device instanceof Map<?, ?> properties
                        ? properties.get(Nd4jEnvironment.CUDA_TOTAL_MEMORY_KEY)
                        : null;
                least = bytes == null
                        ? least
                        : Math.min(least, Long.parseLong(bytes.toString().trim()));
            }
        }
        return least;
    }

    private static int number(@Nullable Object value) {
        return value == null ? 0 : Integer.parseInt(value.toString().trim());
    }
}
