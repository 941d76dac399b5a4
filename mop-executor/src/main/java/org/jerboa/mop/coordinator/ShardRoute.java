package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.random.RandomStreams;

/**
 * Which shards one trial visits, in which order. A unit that is run again goes to the shard that it went to before,
 * so that the model comes out the same.
 */
final class ShardRoute {

    private final int shards;
    private final long seed;
    private final ShardOrder kind;

    /** By epoch, the shards visited so far; only where the scheduler chooses. */
    private final List<int[]> visited = new ArrayList<>();

    /** The entry of the epoch that it is in: of very many trials, each step on the way to it costs. */
    private int[] present = {};

    private int presentEpoch = -1;
    private int reached;

    private final BitSet left = new BitSet();

    /** The version that {@link #left} is of. */
    private int leftAt = -1;

    private int drawnEpoch = -1;
    private int[] drawn = {};

    ShardRoute(int shards, long trialSeed, ShardOrder kind) {
        this.shards = shards;
        this.seed = trialSeed;
        this.kind = kind;
    }

    /** Shard of the unit that starts from a version; -1 if that is still open. */
    int next(int version) {
        int epoch = version / shards;
        if (kind == ShardOrder.SEEDED) {
            if (drawnEpoch != epoch) {
                drawn = draw(epoch);
                drawnEpoch = epoch;
            }
            return drawn[version % shards];
        }
        return version < reached ? visited.get(epoch)[version % shards] : -1;
    }

    /** Whether the scheduler has no choice. */
    boolean isFixed() {
        return kind == ShardOrder.SEEDED;
    }

    /** The shards that the rest of the epoch will visit from a version on, in their order; only where that is fixed. */
    int[] from(int version) {
        int epoch = version / shards;
        int[] order = drawnEpoch == epoch ? drawn : draw(epoch);
        return Arrays.copyOfRange(order, version % shards, shards);
    }

    private int[] draw(int epoch) {
        return RandomStreams.permutation(shards, seed, "order", epoch);
    }

    /** Shards that the epoch has yet to visit from a version on; changed by the next call of {@link #went} only. */
    BitSet left(int version) {
        if (leftAt != version) {
            left.set(0, shards);
            for (int at = version - version % shards; at < version; at++) {
                left.clear(next(at));
            }
            leftAt = version;
        }
        return left;
    }

    /**
     * The unit that started from a version went there.
     *
     * @throws IllegalStateException if it had to go elsewhere
     */
    void went(int version, int shard) {
        int epoch = version / shards;
        int due = next(version);
        if (due >= 0) {
            if (due != shard) {
                throw new IllegalStateException("the unit from version " + version + " went to shard " + shard
                        + ", but its place in epoch " + epoch + " is shard " + due);
            }
            return;
        }
        if (!left(version).get(shard)) {
            throw new IllegalStateException("shard " + shard + " was visited twice in epoch " + epoch);
        }
        visitedIn(epoch)[version % shards] = shard;
        reached = version + 1;
        left.clear(shard);
        leftAt = reached % shards == 0 ? -1 : reached;
    }

    private int[] visitedIn(int epoch) {
        if (epoch != presentEpoch) {
            while (visited.size() <= epoch) {
                int[] fresh = new int[shards];
                Arrays.fill(fresh, -1);
                visited.add(fresh);
            }
            present = visited.get(epoch);
            presentEpoch = epoch;
        }
        return present;
    }
}
