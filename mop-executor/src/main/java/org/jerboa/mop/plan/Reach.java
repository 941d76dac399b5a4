package org.jerboa.mop.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which machine reaches which shard, with shards grouped by the machines that reach them: two shards of a group are
 * interchangeable but for their weights. Where every machine reaches everything there is one group, however many shards.
 */
final class Reach {

    private final BitSet[] shardsOf;
    private final int[] groupOf;
    private final int[][] groupsOfMachine;
    private final int[][] machinesOfGroup;
    private final BitSet[] shardsOfGroup;

    Reach(BitSet[] reach, int shards) {
        int machines = reach.length;
        shardsOf = new BitSet[machines];
        BitSet[] reachedBy = new BitSet[shards];
        for (int shard = 0; shard < shards; shard++) {
            reachedBy[shard] = new BitSet(machines);
        }
        for (int machine = 0; machine < machines; machine++) {
            shardsOf[machine] = (BitSet) reach[machine].clone();
            for (int shard = reach[machine].nextSetBit(0); shard >= 0; shard = reach[machine].nextSetBit(shard + 1)) {
                reachedBy[shard].set(machine);
            }
        }
        Map<BitSet, Integer> groups = new LinkedHashMap<>();
        groupOf = new int[shards];
        for (int shard = 0; shard < shards; shard++) {
            groupOf[shard] = groups.computeIfAbsent(reachedBy[shard], set -> groups.size());
        }
        shardsOfGroup = new BitSet[groups.size()];
        for (int group = 0; group < shardsOfGroup.length; group++) {
            shardsOfGroup[group] = new BitSet(shards);
        }
        for (int shard = 0; shard < shards; shard++) {
            shardsOfGroup[groupOf[shard]].set(shard);
        }
        machinesOfGroup = new int[groups.size()][];
        groups.forEach((set, group) -> machinesOfGroup[group] = set.stream().toArray());
        groupsOfMachine = groupsOfMachine(machines);
    }

    private int[][] groupsOfMachine(int machines) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int machine = 0; machine < machines; machine++) {
            lists.add(new ArrayList<>());
        }
        for (int group = 0; group < machinesOfGroup.length; group++) {
            for (int machine : machinesOfGroup[group]) {
                lists.get(machine).add(group);
            }
        }
        int[][] arrays = new int[machines][];
        for (int machine = 0; machine < machines; machine++) {
            arrays[machine] =
                    lists.get(machine).stream().mapToInt(Integer::intValue).toArray();
        }
        return arrays;
    }

    boolean reaches(int machine, int shard) {
        return shardsOf[machine].get(shard);
    }

    /** All shards that the machine reaches; not to be changed. */
    BitSet shards(int machine) {
        return shardsOf[machine];
    }

    int groups() {
        return machinesOfGroup.length;
    }

    int group(int shard) {
        return groupOf[shard];
    }

    /** Machines that reach the shards of the group, ascending; not to be changed. */
    int[] machines(int group) {
        return machinesOfGroup[group];
    }

    /** Groups that the machine reaches, ascending; not to be changed. */
    int[] groupsOf(int machine) {
        return groupsOfMachine[machine];
    }

    /** Shards of the group; not to be changed. */
    BitSet shardsOfGroup(int group) {
        return shardsOfGroup[group];
    }
}
