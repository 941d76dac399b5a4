package org.jerboa.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.data.Loaded.floats;
import static org.jerboa.data.Loaded.ints;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jerboa.data.Datasets;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Version 1 of the stored form, as a second implementation ({@code generate.py}, beside the files) wrote it from the
 * description of the format.
 */
class GoldenShardTest {

    @TempDir
    private Path folder;

    private Path golden = Path.of("");
    private List<Shard> training = List.of();

    @BeforeEach
    void open() throws IOException, URISyntaxException {
        URI manifest = Objects.requireNonNull(getClass().getResource("/golden/shard-v1/dataset.jerboa"))
                .toURI();
        golden = Objects.requireNonNull(Path.of(manifest).getParent());
        training = Datasets.open(golden).shards(Split.TRAINING);
    }

    @Test
    void theManifestIsRead() throws IOException {
        Dataset dataset = Datasets.open(golden);

        assertThat(dataset).hasToString("golden one: 3 training examples in 2 shards, 1 validation, 0 test");
        assertThat(dataset.seed()).isEqualTo(-7);
    }

    @Test
    void theValuesAreRead() throws IOException {
        assertThat(ints(training.get(0), "image")).containsExactly(0, 1, 2, 255, 16, 32, 64, 128);
        assertThat(floats(training.get(0), "image")).startsWith(0f, 0.0625f, 0.125f, 15.9375f);
        // 1.5 and 0.1 as 2x - 1, -2 and 1e30 as x / 2 + 1/4
        assertThat(floats(training.get(0), "size"))
                .containsExactly(2f, -0.75f, (float) (0.1f * 2.0 - 1), (float) (1e30f * 0.5 + 0.25));
        assertThat(ints(training.get(0), "kind")).containsExactly(299, 0);
        assertThat(ints(training.get(1), "kind")).containsExactly(17);
        assertThat(ints(training.get(0), "word or two")).containsExactly(1, 0);
        assertThat(training.get(0).schema().tensor("word or two").classNames()).containsExactly("no", "y,e\u00e9s");
    }

    @Test
    void theSameExamplesAreWrittenAsTheSameBytes() throws IOException {
        for (Shard shard : training) {
            Examples examples = shard.open();
            Path file = folder.resolve("written-" + shard.index());
            ShardFileBuilder builder = ShardFileBuilder.create(
                    file, new ShardBuilder.Place(Split.TRAINING, shard.index(), shard.examples()), shard.schema());
            List<ByteBuffer> tensors = builder.tensors();
            for (int i = 0; i < tensors.size(); i++) {
                tensors.get(i).put(examples.tensors().get(i).raw());
            }
            Shard written = builder.finish(shard.schema());

            assertThat(file).hasSameBinaryContentAs(golden.resolve("training-000" + shard.index() + ".1.shard"));
            assertThat(written.checksum()).isEqualTo(shard.checksum());
        }
    }

    @Test
    void theSameManifestIsWrittenAsTheSameBytes() throws IOException {
        Manifest.read(golden).write(folder);

        assertThat(Files.readString(folder.resolve(Manifest.FILE)))
                .isEqualTo(Files.readString(golden.resolve(Manifest.FILE)));
    }
}
