package org.jerboa.search.allocation.population;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jerboa.tune.space.FixedParameter;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.RealParameter;
import org.jerboa.tune.space.SearchSpace;

/**
 * How a configuration is changed when its weights are taken over. Immutable.
 *
 * @param parameters names of those that change; if empty, the real ones
 * @param step how far a numeric parameter moves on average, in widths of its range on its own scale; above 0, at most 1
 * @param resample probability that a parameter is drawn anew instead; from 0 to 1
 */
public record Exploration(Set<String> parameters, double step, double resample) implements Serializable {

    /** All real parameters, by a tenth of their range, and one in four drawn anew. */
    public static final Exploration DEFAULT = new Exploration(Set.of(), 0.1, 0.25);

    public Exploration {
        parameters = Set.copyOf(parameters);
        if (!(step > 0 && step <= 1)) {
            throw new IllegalArgumentException("step (" + step + ") must be above 0 and at most 1; 0.1 is usual");
        }
        if (!(resample >= 0 && resample <= 1)) {
            throw new IllegalArgumentException("resample (" + resample + ") is a probability; set it from 0 to 1");
        }
    }

    /**
     * The parameters of a space that change.
     *
     * @throws IllegalArgumentException if one is unknown, or others depend on it
     */
    List<Parameter> changing(SearchSpace space) {
        Set<String> parents = space.parameters().stream()
                .flatMap(parameter -> parameter.condition().stream())
                .map(condition -> condition.parent())
                .collect(Collectors.toSet());
        if (parameters.isEmpty()) {
            return space.parameters().stream()
                    .filter(parameter -> parameter instanceof RealParameter && !parents.contains(parameter.name()))
                    .toList();
        }
        for (String name : new TreeSet<>(parameters)) {
            space.parameter(name);
            if (parents.contains(name)) {
                throw new IllegalArgumentException(
                        "parameter '" + name
                                + "' may not change while a trial trains, as others exist by its value; leave it out of perturb");
            }
        }
        return space.parameters().stream()
                .filter(parameter -> parameters.contains(parameter.name()) && !(parameter instanceof FixedParameter))
                .toList();
    }

    String describe() {
        return "perturb=" + (parameters.isEmpty() ? "reals" : new TreeSet<>(parameters).toString()) + ", step=" + step
                + ", resample=" + resample;
    }
}
