package org.jerboa.transfer.materialise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jerboa.data.store.HeapStorage;
import org.jerboa.data.store.NamedStorage;
import org.jerboa.data.store.ShardBuilder;
import org.jerboa.data.store.Storage;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.Pass;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaterialiserTest {

    private static final int EXAMPLES = 10;
    private static final Pass FIRST = new Pass(Set.of("image"), List.of("a"), Set.of("stem"));
    private static final Pass SECOND = new Pass(Set.of("stem"), List.of("sum"), Set.of());

    private final TrainedNetwork network = TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE);
    private final Materialiser materialiser = new Materialiser(network, List.of("image"), 4, OutputForm.exact());
    private final Map<String, StoredLayer> stored = new LinkedHashMap<>();

    private static Shard shard(int index) {
        Random random = new Random(index);
        float[] pixels = new float[EXAMPLES * 128];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        TensorSpec spec = TensorSpec.features("image", ElementType.FLOAT32, 2, 8, 8);
        return Shard.of(Split.TRAINING, index, Examples.of(Tensor.ofFloats(spec, pixels)));
    }

    private static Storage heap(String layer) {
        return new HeapStorage(0, Long.MAX_VALUE);
    }

    private long work(Set<String> from, String... wanted) {
        return EXAMPLES * network.graph().multiplyAccumulates(from, List.of(wanted));
    }

    private long checksum(String layer, Shard source) throws IOException {
        return stored.get(layer).tensor(source).checksum();
    }

    @Test
    void computesWhatIsAskedForOnce() throws Exception {
        List<Shard> shards = List.of(shard(0), shard(1), shard(2));
        materialiser.begin(FIRST, stored, MaterialiserTest::heap);
        assertThat(materialiser.multiplyAccumulates()).isZero();

        int threads = 6;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<List<Long>>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String layer = i % 2 == 0 ? "a" : "stem";
                answers.add(executor.submit(() -> {
                    together.await();
                    List<Long> checksums = new ArrayList<>();
                    for (Shard source : shards) {
                        checksums.add(checksum(layer, source));
                    }
                    return checksums;
                }));
            }
            for (int i = 2; i < threads; i++) {
                assertThat(answers.get(i).get()).isEqualTo(answers.get(i % 2).get());
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(materialiser.multiplyAccumulates()).isEqualTo(3 * work(Set.of("image"), "a", "stem"));
        long bytes = 3
                * EXAMPLES
                * (network.graph().layer("a").bytes()
                        + network.graph().layer("stem").bytes());
        assertThat(materialiser.bytesWritten()).isEqualTo(bytes);
        assertThat(materialiser.peakBytes()).isEqualTo(bytes);
    }

    @Test
    void goesOnFromWhatWasKeptOrFromTheImagesWhereThatIsGone() throws IOException {
        Shard source = shard(0);
        materialiser.begin(FIRST, stored, MaterialiserTest::heap);
        materialiser.begin(SECOND, stored, MaterialiserTest::heap);
        long expected = checksum("sum", source);
        long staged = work(Set.of("image"), "a", "stem") + work(Set.of("stem"), "sum");
        assertThat(materialiser.multiplyAccumulates()).isEqualTo(staged);

        stored.get("stem").close();
        stored.get("sum").close();
        long written = materialiser.bytesWritten();

        assertThat(checksum("sum", source)).isEqualTo(expected);
        assertThat(checksum("sum", source)).isEqualTo(expected);
        assertThat(materialiser.multiplyAccumulates()).isEqualTo(staged + 2 * work(Set.of("image"), "sum"));
        assertThat(materialiser.bytesWritten()).isEqualTo(written);
    }

    @Test
    void takesWhatAnInterruptedProcessHasStored(@TempDir Path folder) throws IOException {
        Shard source = shard(0);
        Materialiser.StorageMaker files =
                layer -> new NamedStorage(folder, Map.of(new ShardBuilder.Place(Split.TRAINING, 0, EXAMPLES), layer));
        materialiser.begin(FIRST, stored, files);
        long expected = checksum("a", source);

        Materialiser next = new Materialiser(network, List.of("image"), 4, OutputForm.exact());
        Map<String, StoredLayer> found = new LinkedHashMap<>();
        next.begin(FIRST, found, files);

        assertThat(found.get("a").tensor(source).checksum()).isEqualTo(expected);
        assertThat(next.multiplyAccumulates()).isZero();
        assertThat(next.bytesWritten()).isZero();
        found.values().forEach(StoredLayer::close);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void computesAgainWhatCannotBeStored() throws IOException {
        Shard source = shard(0);
        materialiser.begin(FIRST, stored, MaterialiserTest::heap);
        long expected = checksum("a", source);

        Materialiser cramped = new Materialiser(network, List.of("image"), 4, OutputForm.exact());
        Map<String, StoredLayer> layers = new LinkedHashMap<>();
        cramped.begin(FIRST, layers, layer -> new Full());

        assertThat(layers.get("a").tensor(source).checksum()).isEqualTo(expected);
        assertThat(layers.get("a").tensor(source).checksum()).isEqualTo(expected);
        assertThat(cramped.multiplyAccumulates()).isEqualTo(2 * work(Set.of("image"), "a"));
        assertThat(cramped.bytesWritten()).isZero();
    }

    /** A disk without room. */
    private static final class Full implements Storage {

        @Override
        public ShardBuilder allocate(ShardBuilder.Place place, Schema schema) throws IOException {
            throw new IOException("no room");
        }

        @Override
        public void commit(Dataset dataset) {
            // there is nothing
        }

        @Override
        public void close() {
            // there is nothing
        }
    }

    @Test
    void aFailureIsToldAndTheNextOneTriesAgain() throws IOException {
        Shard source = shard(0);
        Shard other = Shard.of(
                Split.TRAINING,
                1,
                Examples.of(Tensor.ofFloats(TensorSpec.features("picture", ElementType.FLOAT32, 1), 0)));
        materialiser.begin(FIRST, stored, MaterialiserTest::heap);

        assertThatThrownBy(() -> checksum("a", other)).hasMessageContaining("image");
        assertThatThrownBy(() -> checksum("a", other)).hasMessageContaining("image");
        assertThat(stored.get("a").failure()).isPresent();
        assertThat(checksum("a", source)).isEqualTo(checksum("a", source));
    }
}
