package org.jerboa.hazelcast.internal.driver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;

/**
 * Which members hold which shards. Each shard has so many holders as its replication says, as far as there are members;
 * those of one split are spread evenly, by bytes. Nothing is moved: a member that joins gets copies, up to an even part of
 * all, and a shard that lost a holder gets another one.
 *
 * <p>A derived shard counts as what it is derived from, so that studies of different shards of the same sources have them in the same
 * places.
 *
 * <p>Hazelcast would move what it places itself whenever members come and go, and a unit has to run where its shard is.
 * Used by one thread.
 */
final class Placement {

    private final Map<ShardKey, Long> sizes = new LinkedHashMap<>();
    private final int replication;
    private final Map<ShardKey, Set<UUID>> holders = new HashMap<>();
    private final Set<UUID> members = new LinkedHashSet<>();

    /** @param replication members that are to hold each shard, at least 1 */
    Placement(Dataset data, int replication) {
        this.replication = replication;
        for (Split split : Split.values()) {
            for (Shard shard : data.shards(split)) {
                ShardKey key = new ShardKey(split, shard.index());
                sizes.put(key, shard.derivedFrom().orElse(shard).bytes());
                holders.put(key, new LinkedHashSet<>());
            }
        }
    }

    /** Several members join at once, before any other: all shards are given out among them. */
    Map<UUID, List<ShardKey>> begin(List<UUID> first) {
        members.addAll(first);
        return fill();
    }

    /** A member joins: what it is to hold. */
    Map<UUID, List<ShardKey>> joined(UUID member) {
        if (members.isEmpty()) {
            return begin(List.of(member));
        }
        members.add(member);
        Map<UUID, List<ShardKey>> given = fill();
        for (Split split : Split.values()) {
            double even = sizes.keySet().stream()
                            .filter(key -> key.split() == split)
                            .mapToDouble(
                                    key -> bytes(key) * (double) holders(key).size())
                            .sum()
                    / members.size();
            for (ShardKey key : mostLoadedFirst(split)) {
                boolean more = load(member, split) < even
                        && load(member, split) + bytes(key) <= Math.max(even, (double) bytes(key));
                if (more && holders(key).add(member)) {
                    given.computeIfAbsent(member, none -> new ArrayList<>()).add(key);
                }
            }
        }
        return given;
    }

    /** A member left: what others are to hold in its place. */
    Map<UUID, List<ShardKey>> left(UUID member) {
        members.remove(member);
        holders.values().forEach(all -> all.remove(member));
        return fill();
    }

    /** Gives each shard the holders that it lacks; those without any come first, as units wait for them. */
    private Map<UUID, List<ShardKey>> fill() {
        Map<UUID, List<ShardKey>> given = new LinkedHashMap<>();
        if (members.isEmpty()) {
            return given;
        }
        for (int copy = 1; copy <= Math.min(replication, members.size()); copy++) {
            for (ShardKey key : sizes.keySet()) {
                if (holders(key).size() < copy) {
                    UUID member = leastLoaded(key);
                    holders(key).add(member);
                    given.computeIfAbsent(member, none -> new ArrayList<>()).add(key);
                }
            }
        }
        return given;
    }

    private UUID leastLoaded(ShardKey key) {
        return members.stream()
                .filter(member -> !holders(key).contains(member))
                .min(Comparator.<UUID>comparingLong(member -> load(member, key.split()))
                        .thenComparingLong(this::load))
                .orElseThrow();
    }

    /** A split's shards, those of the members with the most to do first. */
    private List<ShardKey> mostLoadedFirst(Split split) {
        return sizes.keySet().stream()
                .filter(key -> key.split() == split)
                .sorted(Comparator.comparingLong((ShardKey key) -> -holders(key).stream()
                        .mapToLong(holder -> load(holder, split))
                        .min()
                        .orElse(0)))
                .toList();
    }

    private long load(UUID member, Split split) {
        return sizes.keySet().stream()
                .filter(key -> key.split() == split && holders(key).contains(member))
                .mapToLong(this::bytes)
                .sum();
    }

    private long load(UUID member) {
        return sizes.keySet().stream()
                .filter(key -> holders(key).contains(member))
                .mapToLong(this::bytes)
                .sum();
    }

    private long bytes(ShardKey key) {
        return sizes.getOrDefault(key, 0L);
    }

    private Set<UUID> holders(ShardKey key) {
        return holders.getOrDefault(key, Set.of());
    }

    /** What a member holds, or is to hold. */
    Set<ShardKey> of(UUID member) {
        return sizes.keySet().stream()
                .filter(key -> holders(key).contains(member))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Shards by split, as workers are announced with them. */
    static Map<Split, Set<Integer>> bySplit(Set<ShardKey> keys) {
        Map<Split, Set<Integer>> shards = new EnumMap<>(Split.class);
        keys.forEach(key ->
                shards.computeIfAbsent(key.split(), none -> new HashSet<>()).add(key.index()));
        return shards;
    }
}
