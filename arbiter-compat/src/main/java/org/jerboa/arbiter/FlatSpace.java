package org.jerboa.arbiter;

import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.BooleanSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/**
 * An Arbiter space as a space of Jerboa's: one parameter for each number of a candidate's flat vector, in its order. A
 * space of discrete or boolean values becomes the choice among them; everything else is a quantile between 0 and 1, which the
 * leaf's own distribution turns into a value, so that a log-uniform one needs no logarithm here.
 */
final class FlatSpace {

    /** @param choices 0 for a quantile */
    private record Entry(String name, int choices) {

        Parameter parameter() {
            return choices == 0
                    ? real(name, 0, 1)
                    : categorical(name, IntStream.range(0, choices).boxed().toArray());
        }

        /** The middle of a choice's share of the numbers between 0 and 1. */
        double number(Configuration configuration) {
            return choices == 0 ? configuration.getDouble(name) : (configuration.getInt(name) + 0.5) / choices;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final SearchSpace space;

    FlatSpace(ParameterSpace<?> arbiters) {
        for (ParameterSpace<?> leaf : leaves(arbiters)) {
            for (int i = 0; i < leaf.numParameters(); i++) {
                entries.add(new Entry("p" + entries.size(), choices(leaf)));
            }
        }
        if (entries.size() != arbiters.numParameters()) {
            throw new IllegalArgumentException("the space says that it has " + arbiters.numParameters()
                    + " parameters, and its leaves have " + entries.size());
        }
        this.space = SearchSpace.of(entries.stream().map(Entry::parameter).toArray(Parameter[]::new));
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // Arbiter declares its leaves raw
    private static List<ParameterSpace<?>> leaves(ParameterSpace<?> space) {
        return (List<ParameterSpace<?>>) (List) LeafUtils.getUniqueObjects(space.collectLeaves());
    }

    private static int choices(ParameterSpace<?> leaf) {
        if (leaf instanceof BooleanSpace) {
            return 2;
        }
        return leaf instanceof DiscreteParameterSpace<?> discrete ? discrete.numValues() : 0;
    }

    SearchSpace space() {
        return space;
    }

    double[] vector(Configuration configuration) {
        return entries.stream()
                .mapToDouble(entry -> entry.number(configuration))
                .toArray();
    }
}
