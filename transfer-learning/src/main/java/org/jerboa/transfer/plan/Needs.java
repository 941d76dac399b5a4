package org.jerboa.transfer.plan;

import java.util.Set;

/**
 * What one study on outputs of a pass needs, and leaves to those after it.
 *
 * @param outputs that the pass gives and that this study or a later one needs, or the next pass
 * @param from outputs of the pass before, from which these are computed; empty if that is done from the inputs of the network
 * @param after which of all these are needed when the study has ended
 */
public record Needs(Set<String> outputs, Set<String> from, Set<String> after) {

    public Needs {
        outputs = Set.copyOf(outputs);
        from = Set.copyOf(from);
        after = Set.copyOf(after);
    }
}
