package org.jerboa.hazelcast.internal.worker.derived;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.hazelcast.internal.wire.Recipe;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.ShardTransform;
import org.jerboa.tune.data.Tensor;

/**
 * What is to be computed for a shard, from what is here.
 *
 * @param wanted outputs that are not here
 * @param given those that they can be computed from; empty if they cannot without the source
 */
record Computation(Recipe recipe, Set<String> wanted, Map<String, Tensor> given) {

    /** From other outputs if all of these are here. Else from the source, with what of them is used: so it is here the next time. */
    static Computation of(Recipe recipe, Outputs here) {
        Optional<Map<String, Tensor>> given = recipe.from().isEmpty() ? Optional.empty() : here.find(recipe.from());
        Set<String> wanted = new HashSet<>(recipe.outputs());
        if (given.isEmpty()) {
            Set<String> used = new HashSet<>(recipe.keep());
            used.addAll(recipe.own());
            wanted.addAll(used);
        }
        return new Computation(recipe, here.missing(wanted), given.orElse(Map.of()));
    }

    boolean fromSource() {
        return given.isEmpty();
    }

    /** @throws IOException if the transform fails, or does not give what it should */
    Map<String, Tensor> run(ShardTransform transform, Examples source) throws IOException {
        int examples = source.count();
        Map<String, Tensor> computed =
                fromSource() ? transform.fromSource(source, wanted) : transform.fromOutputs(given, examples, wanted);
        Map<String, Tensor> checked = new HashMap<>();
        for (String output : wanted) {
            Tensor tensor = computed.get(output);
            if (tensor == null || tensor.examples() != examples) {
                throw new IOException("transform '" + transform.key() + "' was asked for output '" + output + "' of "
                        + examples + " examples and gave " + (tensor == null ? "none" : tensor));
            }
            checked.put(output, tensor);
        }
        return checked;
    }
}
