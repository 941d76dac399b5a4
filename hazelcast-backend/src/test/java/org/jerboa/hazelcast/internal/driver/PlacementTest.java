package org.jerboa.hazelcast.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    private static final Dataset DATA = new Blobs(4, 2, 1).dataset(6, 600, 60);

    private static List<UUID> members(int count) {
        List<UUID> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(new UUID(1, i));
        }
        return members;
    }

    /** 7 shards: 6 of training, one of validation. */
    @ParameterizedTest
    @CsvSource({"3, 1, 7", "3, 2, 14", "3, 3, 21", "2, 5, 14", "1, 1, 7", "8, 1, 7"})
    void everyShardHasItsHolders(int members, int replication, int copies) {
        Placement placement = new Placement(DATA, replication);
        Map<UUID, List<ShardKey>> given = placement.begin(members(members));
        assertThat(given.values().stream().mapToInt(List::size).sum()).isEqualTo(copies);
        for (UUID member : members(members)) {
            assertThat(placement.of(member)).containsExactlyInAnyOrderElementsOf(given.getOrDefault(member, List.of()));
            assertThat(placement.of(member)).as("no shard twice").doesNotHaveDuplicates();
        }
    }

    @Test
    void trainingShardsAreSpreadEvenly() {
        Placement placement = new Placement(DATA, 1);
        placement.begin(members(3));
        for (UUID member : members(3)) {
            assertThat(Placement.bySplit(placement.of(member)).get(Split.TRAINING))
                    .hasSize(2);
        }
    }

    @Test
    void whatALostMemberHeldIsGivenToOthers() {
        Placement placement = new Placement(DATA, 1);
        placement.begin(members(3));
        var lost = placement.of(new UUID(1, 1));
        Map<UUID, List<ShardKey>> given = placement.left(new UUID(1, 1));
        assertThat(given).doesNotContainKey(new UUID(1, 1));
        assertThat(given.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(lost);
    }

    @Test
    void oneThatJoinsGetsAnEvenPartAndNobodyLosesAny() {
        Placement placement = new Placement(DATA, 1);
        placement.begin(members(2));
        var before = placement.of(new UUID(1, 0));
        Map<UUID, List<ShardKey>> given = placement.joined(new UUID(1, 2));
        assertThat(given).containsOnlyKeys(new UUID(1, 2));
        assertThat(Placement.bySplit(placement.of(new UUID(1, 2))).get(Split.TRAINING))
                .hasSizeBetween(1, 3);
        assertThat(placement.of(new UUID(1, 0))).isEqualTo(before);
    }

    @Test
    void whenAllAreGoneTheNextOneGetsAll() {
        Placement placement = new Placement(DATA, 2);
        placement.begin(members(2));
        placement.left(new UUID(1, 0));
        assertThat(placement.left(new UUID(1, 1))).isEmpty();
        assertThat(placement.joined(new UUID(1, 5)).get(new UUID(1, 5))).hasSize(7);
    }

    /** Whatever comes and goes, each shard is where as many members are as there should be. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "4, 3"})
    void holdsThroughComingAndGoing(long seed, int replication) {
        RandomGenerator random = RandomStreams.stream(seed, "placement");
        Placement placement = new Placement(DATA, replication);
        List<UUID> there = members(3);
        placement.begin(there);
        for (int step = 0; step < 300; step++) {
            if (there.size() < 2 || random.nextBoolean()) {
                UUID joins = new UUID(2, step);
                there.add(joins);
                placement.joined(joins);
            } else {
                placement.left(there.remove(random.nextInt(there.size())));
            }
            for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
                for (int shard = 0; shard < DATA.shards(split).size(); shard++) {
                    ShardKey key = new ShardKey(split, shard);
                    long holders = there.stream()
                            .filter(member -> placement.of(member).contains(key))
                            .count();
                    assertThat(holders)
                            .as("holders of %s at step %d, seed %d", key, step, seed)
                            .isGreaterThanOrEqualTo(Math.min(replication, there.size()));
                }
            }
        }
    }
}
