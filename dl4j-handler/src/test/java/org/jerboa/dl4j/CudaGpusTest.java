package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;

class CudaGpusTest {

    private static Properties environment(String... names) {
        List<Map<String, Object>> devices = Arrays.stream(names)
                .map(device -> device.split(" "))
                .map(device -> Map.<String, Object>of(
                        Nd4jEnvironment.CUDA_DEVICE_NAME_KEY, device[0],
                        Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY, Integer.valueOf(device[1]),
                        Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY, Integer.valueOf(device[2])))
                .toList();
        Properties environment = new Properties();
        environment.put(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY, devices);
        return environment;
    }

    @ParameterizedTest
    @CsvSource({"K80, 3, 7", "T4, 7, 5", "A100, 8, 0", "A40, 8, 6", "L4, 8, 9"})
    void acceptsKeplerToAda(String name, int major, int minor) {
        assertThatCode(() -> CudaGpus.requireSupported(environment(name + " " + major + " " + minor)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"H100, 9, 0", "B200, 10, 0", "RTX-5090, 12, 0"})
    void refusesHopperAndLaterWithTheRemedy(String name, int major, int minor) {
        assertThatThrownBy(() -> CudaGpus.requireSupported(environment("A100 8 0", name + " " + major + " " + minor)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        name + " (compute capability " + major + "." + minor + ")",
                        "nd4j-native",
                        "CUDA_VISIBLE_DEVICES")
                .hasMessageNotContaining("A100");
    }

    @Test
    void acceptsABackendThatNamesNoDevices() {
        assertThatCode(() -> CudaGpus.requireSupported(new Properties())).doesNotThrowAnyException();
    }
}
