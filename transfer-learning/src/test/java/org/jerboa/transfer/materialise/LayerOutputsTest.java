package org.jerboa.transfer.materialise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.jerboa.data.store.HeapStorage;
import org.jerboa.transfer.Elsewhere;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerOutputsTest {

    private static final int EXAMPLES = 10;
    private static final int BATCH = 4;
    private static final List<String> IMAGES = List.of("image");

    private final TensorSpec image = TensorSpec.features("image", ElementType.FLOAT32, 2, 8, 8);
    private final Shard source = shard();

    private Shard shard() {
        Random random = new Random(3);
        float[] pixels = new float[EXAMPLES * image.elements()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return Shard.of(Split.TRAINING, 0, Examples.of(Tensor.ofFloats(image, pixels)));
    }

    private TrainedNetwork network(String name) {
        Model model = name.equals("line") ? SampleNetworks.line() : SampleNetworks.branches();
        return TrainedNetwork.of(model, List.of(image));
    }

    private static List<String> layers(TrainedNetwork network) {
        return network.graph().layers().stream()
                .filter(layer -> !layer.isInput())
                .map(GraphLayer::name)
                .toList();
    }

    /** What a pass stores in this process. */
    private Map<String, Long> stored(TrainedNetwork network, OutputForm form) throws IOException {
        Map<String, StoredLayer> stored = new LinkedHashMap<>();
        new Materialiser(network, IMAGES, BATCH, form)
                .begin(
                        new Pass(Set.copyOf(network.graph().inputs()), layers(network), Set.of()),
                        stored,
                        layer -> HeapStorage.unchecked());
        Map<String, Long> checksums = new HashMap<>();
        for (String layer : layers(network)) {
            checksums.put(layer, stored.get(layer).tensor(source).checksum());
        }
        return checksums;
    }

    private static Map<String, Long> checksums(Map<String, Tensor> outputs) {
        Map<String, Long> checksums = new HashMap<>();
        outputs.forEach((layer, tensor) -> {
            assertThat(tensor.spec().name()).isEqualTo(layer);
            checksums.put(layer, tensor.checksum());
        });
        return checksums;
    }

    private static Map<String, Long> only(Map<String, Long> all, Set<String> layers) {
        Map<String, Long> some = new HashMap<>(all);
        some.keySet().retainAll(layers);
        return some;
    }

    @ParameterizedTest
    @ValueSource(strings = {"line", "branches"})
    void areThoseThatAPassStoresWhereverAndFromWhateverTheyAreComputed(String name) throws IOException {
        TrainedNetwork network = network(name);
        Map<String, Long> expected = stored(network, OutputForm.exact());
        LayerOutputs here = new LayerOutputs(network, IMAGES, BATCH, OutputForm.exact());
        LayerOutputs there = Elsewhere.copy(here);

        assertThat(there.key()).isEqualTo(here.key());
        Map<String, Tensor> all = there.fromSource(source.open(), expected.keySet());
        assertThat(checksums(all)).isEqualTo(expected);
        for (String layer : layers(network)) {
            assertThat(checksums(there.fromSource(source.open(), Set.of(layer))))
                    .isEqualTo(only(expected, Set.of(layer)));
        }
        int cuts = 0;
        for (String first : layers(network)) {
            for (String second : layers(network)) {
                Map<String, Tensor> given = new HashMap<>(all);
                given.keySet().retainAll(List.of(first, second));
                for (String layer : layers(network)) {
                    if (network.graph().cuts(given.keySet(), List.of(layer))) {
                        cuts++;
                        Map<String, Tensor> found = there.fromOutputs(given, EXAMPLES, Set.of(layer));
                        assertThat(checksums(found))
                                .as("%s from %s", layer, given.keySet())
                                .isEqualTo(only(expected, Set.of(layer)));
                    }
                }
            }
        }
        assertThat(cuts).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"line", "branches"})
    void areRoundedAlike(String name) throws IOException {
        TrainedNetwork network = network(name);
        Map<String, Scaling> scalings = new HashMap<>();
        layers(network).forEach(layer -> scalings.put(layer, Scaling.of(0.02, -2)));
        for (OutputForm form : List.of(OutputForm.halves(layers(network)), OutputForm.bytes(scalings))) {
            LayerOutputs there = Elsewhere.copy(new LayerOutputs(network, IMAGES, BATCH, form));
            Map<String, Long> expected = stored(network, form);

            Map<String, Tensor> found = there.fromSource(source.open(), expected.keySet());

            assertThat(checksums(found)).isEqualTo(expected);
            found.forEach((layer, tensor) -> assertThat(tensor.spec())
                    .isEqualTo(form.spec(network.graph().layer(layer))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"line", "branches"})
    void areKnownByAllThatDecidesAboutThem(String name) {
        TrainedNetwork network = network(name);
        String key = new LayerOutputs(network, IMAGES, BATCH, OutputForm.exact()).key();

        assertThat(new LayerOutputs(network(name), IMAGES, BATCH, OutputForm.exact()).key())
                .isEqualTo(key);
        assertThat(List.of(
                        new LayerOutputs(network, IMAGES, BATCH + 1, OutputForm.exact()).key(),
                        new LayerOutputs(network, List.of("picture"), BATCH, OutputForm.exact()).key(),
                        new LayerOutputs(
                                        network,
                                        IMAGES,
                                        BATCH,
                                        OutputForm.halves(layers(network).subList(0, 1)))
                                .key(),
                        new LayerOutputs(network.oneDnn(false), IMAGES, BATCH, OutputForm.exact()).key()))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> new LayerOutputs(network, IMAGES, BATCH, OutputForm.exact()).spec("conv9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no layer 'conv9'");
    }
}
