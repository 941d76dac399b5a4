package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.jerboa.transfer.graph.SampleNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

    @TempDir
    private Path folder;

    /** A byte may stand where nothing is read from, such as the time of an entry; then the network is the same. */
    @Test
    void aDamagedFileIsNamedOrTheSameNetwork() throws IOException {
        ComputationGraph network = SampleNetworks.branches();
        Path file = folder.resolve("network.zip");
        ModelSerializer.writeModel(network, file.toFile(), false);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(23);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try {
                assertSame((ComputationGraph) ModelFile.read(file), network, at);
            } catch (IOException e) {
                refused++;
                assertThat(e).as("byte %d", at).hasMessageContaining("cannot read a network from " + file);
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    private static void assertSame(ComputationGraph found, ComputationGraph expected, int at) {
        assertThat(found.getConfiguration().toJson())
                .as("byte %d", at)
                .isEqualTo(expected.getConfiguration().toJson());
        assertThat(found.params().data().asFloat())
                .as("byte %d", at)
                .isEqualTo(expected.params().data().asFloat());
    }

    @Test
    void aFileThatIsCutOffIsNamed() throws IOException {
        Path file = folder.resolve("network.zip");
        ModelSerializer.writeModel(SampleNetworks.line(), file.toFile(), false);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 2, 8, whole.length / 3, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> FeatureTransfer.load(file))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot read a network from " + file);
        }
    }
}
