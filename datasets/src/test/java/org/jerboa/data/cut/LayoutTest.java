package org.jerboa.data.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void shardsAreConsecutiveAndNearlyEqual() {
        for (int examples = 1; examples <= 60; examples++) {
            for (int shards = 1; shards <= examples; shards++) {
                Layout layout = new Layout(Split.TRAINING, 0, examples, shards);
                int offset = 0;
                for (int shard = 0; shard < shards; shard++) {
                    assertThat(layout.start(shard)).isEqualTo(offset);
                    assertThat(layout.size(shard)).isBetween(examples / shards, (examples + shards - 1) / shards);
                    for (int i = 0; i < layout.size(shard); i++) {
                        assertThat(layout.shardOf(offset++))
                                .as("%s at %d", layout, i)
                                .isEqualTo(shard);
                    }
                }
                assertThat(offset).isEqualTo(examples);
            }
        }
    }

    @Test
    void rejectsMoreShardsThanExamples() {
        assertThatThrownBy(() -> new Layout(Split.VALIDATION, 0, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the validation split has 2 examples, too few for 3 shards; use at most 2");
    }
}
