package org.jerboa.arbiter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/** An Arbiter space as hyperparameters of Jerboa's: one for each number of a candidate's flat vector, in its order. */
final class FlatSpace {

    private final List<Coordinate> coordinates = new ArrayList<>();

    /** Gives the leaves their places in the vector, the same that Arbiter's generators give them. */
    FlatSpace(ParameterSpace<?> arbiters) {
        List<ParameterSpace<?>> leaves = leaves(arbiters);
        LeafNames names = new LeafNames(arbiters);
        int length = leaves.stream().mapToInt(ParameterSpace::numParameters).sum();
        if (length != arbiters.numParameters()) {
            throw new IllegalArgumentException("the space says that it has " + arbiters.numParameters()
                    + " parameters, and its leaves have " + length);
        }
        for (ParameterSpace<?> leaf : leaves) {
            int first = coordinates.size();
            int numbers = leaf.numParameters();
            leaf.setIndices(IntStream.range(first, first + numbers).toArray());
            for (int place = first; place < first + numbers; place++) {
                String name = names.of(leaf, first) + (numbers == 1 ? "" : "." + (place - first));
                coordinates.add(Coordinate.of(name, leaf, value(leaf, place, length)));
            }
        }
    }

    private static DoubleFunction<Object> value(ParameterSpace<?> leaf, int place, int length) {
        return number -> {
            double[] vector = new double[length];
            vector[place] = number;
            return leaf.getValue(vector);
        };
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // Arbiter declares its leaves raw
    private static List<ParameterSpace<?>> leaves(ParameterSpace<?> space) {
        return (List<ParameterSpace<?>>) (List) LeafUtils.getUniqueObjects(space.collectLeaves());
    }

    List<Parameter> parameters() {
        return coordinates.stream().map(Coordinate::parameter).toList();
    }

    /** @throws IllegalArgumentException if there is no parameter */
    SearchSpace space() {
        return SearchSpace.of(parameters());
    }

    double[] vector(Configuration configuration) {
        return coordinates.stream()
                .mapToDouble(coordinate -> coordinate.number().applyAsDouble(configuration))
                .toArray();
    }
}
