package org.jerboa.data.cut;

import java.nio.file.Path;
import org.jerboa.tune.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * What every builder's common options come to.
 *
 * @param name null: the source's
 * @param folder null: the heap
 */
public record Recipe(
        @Nullable String name,
        long seed,
        Cut cut,
        boolean stratified,
        int trainingShards,
        int validationShards,
        int testShards,
        ScalingRule scaling,
        @Nullable Path folder) {

    int shards(Split split) {
        return switch (split) {
            case TRAINING -> trainingShards;
            case VALIDATION -> validationShards;
            case TEST -> testShards;
        };
    }
}
