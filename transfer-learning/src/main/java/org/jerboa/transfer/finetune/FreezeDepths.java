package org.jerboa.transfer.finetune;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jerboa.tune.space.ChoiceParameter;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/** The hyperparameter that says up to where the network is frozen, and what each of its values comes to. */
final class FreezeDepths implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String hyperparameter;
    private final LinkedHashMap<String, FrozenPart> parts = new LinkedHashMap<>();

    private FreezeDepths(String hyperparameter) {
        this.hyperparameter = hyperparameter;
    }

    /**
     * @param part what a value comes to
     * @throws IllegalArgumentException if the space has no such hyperparameter, or one whose values are no texts or that does not
     *     always exist
     */
    static FreezeDepths of(SearchSpace space, String hyperparameter, Function<String, FrozenPart> part) {
        FreezeDepths depths = new FreezeDepths(hyperparameter);
        Parameter parameter = space.parameters().stream()
                .filter(each -> each.name().equals(hyperparameter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the search space has no '" + hyperparameter
                        + "', which says up to where the network is frozen; add it, for instance categorical(\""
                        + hyperparameter + "\", \"conv3\", \"conv4\"), or fixed(\"" + hyperparameter
                        + "\", \"conv3\")"));
        if (!(parameter instanceof ChoiceParameter choice)
                || parameter.condition().isPresent()) {
            throw new IllegalArgumentException("'" + hyperparameter + "' (" + parameter.domain()
                    + ") must be a choice among names of layers that exists in every configuration");
        }
        for (Object value : choice.values()) {
            if (!(value instanceof String upTo)) {
                throw new IllegalArgumentException("'" + hyperparameter + "' has the value " + value
                        + ", which is no text; its values are names of layers");
            }
            depths.parts.put(upTo, part.apply(upTo));
        }
        return depths;
    }

    List<FrozenPart> parts() {
        return List.copyOf(parts.values());
    }

    String hyperparameter() {
        return hyperparameter;
    }

    /** @throws IllegalArgumentException if the configuration is of another space */
    FrozenPart of(Configuration configuration) {
        FrozenPart part = parts.get(configuration.getString(hyperparameter));
        if (part == null) {
            throw new IllegalArgumentException("'" + hyperparameter + "' of " + configuration
                    + " is none of the values of the space, " + parts.keySet());
        }
        return part;
    }
}
