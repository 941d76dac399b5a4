package org.jerboa.hazelcast.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.worker.memory.Room;
import org.jerboa.hazelcast.internal.worker.memory.ShardMemory;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldShardsTest {

    private static final Examples EXAMPLES = new Blobs(6, 3, 11).examples(1, 50);
    private static final int PART = 100;

    @TempDir
    Path folder;

    private static List<ShardPart> parts(int shard, long checksum) {
        ShardPart.Header header = new ShardPart.Header(
                Split.TRAINING, shard, EXAMPLES.schema().toText(), EXAMPLES.count(), EXAMPLES.bytes(), checksum, false);
        ByteBuffer all = ByteBuffer.allocate((int) EXAMPLES.bytes());
        for (Tensor tensor : EXAMPLES.tensors()) {
            all.put(tensor.raw());
        }
        List<ShardPart> parts = new ArrayList<>();
        for (int at = 0; at < all.capacity(); at += PART) {
            byte[] bytes = new byte[Math.min(PART, all.capacity() - at)];
            all.get(at, bytes);
            parts.add(new ShardPart("study", 0, header, at, bytes));
        }
        return parts;
    }

    private HeldShards shards(long heap) {
        return new HeldShards(new Room(new ShardMemory(heap), folder.resolve("shards")));
    }

    private static void take(HeldShards shards, List<ShardPart> parts) {
        parts.forEach(part -> assertThat(shards.take(part)).isNull());
    }

    /** On the heap, and in a file. */
    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 0})
    void partsComeInAnyOrderAndTwice(long heap) throws IOException {
        List<ShardPart> parts = parts(2, EXAMPLES.checksum());
        List<ShardPart> mixed = new ArrayList<>(parts);
        mixed.addAll(parts.subList(0, 3));
        Collections.shuffle(mixed, new Random(4));
        try (HeldShards shards = shards(heap)) {
            take(shards, mixed);

            assertThat(shards.open(Split.TRAINING, 2).checksum()).isEqualTo(EXAMPLES.checksum());
            assertThat(shards.reached()).isEqualTo(Map.of(Split.TRAINING, Set.of(2)));
            assertThat(shards.bytes()).isEqualTo(EXAMPLES.bytes());
        }
        assertThat(folder).as("after closing").isEmptyDirectory();
    }

    @Test
    void whatIsBeyondTheBudgetIsInAFile() throws IOException {
        ShardMemory memory = new ShardMemory(EXAMPLES.bytes() + 1);
        try (HeldShards shards = new HeldShards(new Room(memory, folder.resolve("shards")))) {
            take(shards, parts(0, EXAMPLES.checksum()));
            assertThat(folder).isEmptyDirectory();
            take(shards, parts(1, EXAMPLES.checksum()));

            assertThat(folder.resolve("shards")).exists();
            assertThat(shards.open(Split.TRAINING, 1).checksum()).isEqualTo(EXAMPLES.checksum());
            assertThat(memory.take(2)).as("room for another one").isFalse();
        }
        assertThat(memory.take(EXAMPLES.bytes())).as("room after closing").isTrue();
    }

    @Test
    void aShardIsNotThereBeforeItsLastPart() {
        List<ShardPart> parts = parts(0, EXAMPLES.checksum());
        HeldShards shards = shards(1 << 20);
        take(shards, parts.subList(0, parts.size() - 1));

        assertThat(shards.reached()).isEmpty();
        assertThatThrownBy(() -> shards.open(Split.TRAINING, 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("training shard 0 is not on this worker");
    }

    @Test
    void damageOnTheWayIsFoundOut() {
        List<ShardPart> parts = parts(0, EXAMPLES.checksum() + 1);
        HeldShards shards = shards(1 << 20);
        take(shards, parts.subList(0, parts.size() - 1));

        assertThat(shards.take(parts.get(parts.size() - 1))).contains("came damaged");
        assertThat(shards.reached()).isEmpty();
    }
}
