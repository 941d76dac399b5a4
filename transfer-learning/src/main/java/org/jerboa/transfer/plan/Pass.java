package org.jerboa.transfer.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One pass over all examples.
 *
 * @param from what it reads: names of layers kept by the pass before, or the inputs of the network
 * @param features layers whose outputs it gives to learn from, dropped when that has been done
 * @param keeps layers whose outputs it keeps for the next pass; empty if that begins at the inputs again, or there is none
 */
public record Pass(Set<String> from, List<String> features, Set<String> keeps) {

    public Pass {
        from = Set.copyOf(from);
        features = List.copyOf(features);
        keeps = Set.copyOf(keeps);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("a pass must give at least one layer; leave it out");
        }
    }

    /**
     * What a study on one of the features needs. Studies are made in the order of the features, one or several on each.
     *
     * @param inputs of the network
     * @param last whether no other study on this feature follows
     */
    public Needs needs(Set<String> inputs, String feature, boolean last) {
        int at = features.indexOf(feature);
        if (at < 0) {
            throw new IllegalArgumentException("'" + feature + "' is none of the features of this pass, " + features);
        }
        Set<String> given = new LinkedHashSet<>(from);
        given.removeAll(inputs);
        boolean ends = last && at == features.size() - 1;
        Set<String> after = wanted(last ? at + 1 : at);
        if (!ends) {
            after.addAll(given);
        }
        return new Needs(wanted(at), given, after);
    }

    /** What is given from this feature on, and kept. */
    private Set<String> wanted(int feature) {
        Set<String> wanted = new LinkedHashSet<>(features.subList(feature, features.size()));
        wanted.addAll(keeps);
        return wanted;
    }

    @Override
    public String toString() {
        return "from " + sorted(from) + " to " + features + (keeps.isEmpty() ? "" : ", keeping " + sorted(keeps));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
