package org.jerboa.transfer.plan;

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

    @Override
    public String toString() {
        return "from " + sorted(from) + " to " + features + (keeps.isEmpty() ? "" : ", keeping " + sorted(keeps));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
