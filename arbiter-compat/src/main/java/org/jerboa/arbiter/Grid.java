package org.jerboa.arbiter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.generator.BaseCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator.Mode;
import org.deeplearning4j.arbiter.optimize.parameter.BooleanSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.util.LeafUtils;
import org.jspecify.annotations.Nullable;

/**
 * The grid of a {@code GridSearchCandidateGenerator}, in its order, where that one has it right. Otherwise than there:
 *
 * <ul>
 *   <li>a random order is that of the seed;
 *   <li>a {@code BooleanSpace} has two values, and a fixed layer is none of the dimensions;
 *   <li>a space of one value keeps its place in the vector, so those behind it find theirs;
 *   <li>where one value is wanted of a range, it is the middle one.
 * </ul>
 *
 * <p>Used by one thread.
 */
final class Grid extends BaseCandidateGenerator<Object> {

    private final int[] values;
    private final int size;
    private final int @Nullable [] order;
    private int next;

    /** @param seed of a random order; null for one that nobody knows */
    Grid(
            ParameterSpace<Object> space,
            Map<String, Object> dataParameters,
            int discretization,
            Mode mode,
            @Nullable Long seed) {
        super(space, dataParameters, false);
        initialize();
        this.values = dimensions(space, discretization);
        long product = 1;
        for (int count : values) {
            product *= count; // below 2^31 before, so it does not overflow
            if (product >= Integer.MAX_VALUE) {
                throw new IllegalStateException("the grid has " + product + " points or more; lower the discretization"
                        + " count (" + discretization + ") or fix a hyperparameter");
            }
        }
        this.size = (int) product;
        this.order = mode == Mode.RandomOrder ? shuffled(size, seed) : null;
    }

    /**
     * A grid like that generator's, from its beginning.
     *
     * @throws ReflectiveOperationException if the generator's settings cannot be read
     */
    static Grid like(GridSearchCandidateGenerator generator, @Nullable Long seed) throws ReflectiveOperationException {
        return new Grid(
                parameterSpace(generator),
                dataParameters(generator),
                (Integer) Internals.read(GridSearchCandidateGenerator.class, "discretizationCount", generator),
                (Mode) Internals.read(GridSearchCandidateGenerator.class, "mode", generator),
                seed);
    }

    @SuppressWarnings("unchecked") // Arbiter declares its generator raw
    private static ParameterSpace<Object> parameterSpace(CandidateGenerator generator) {
        return (ParameterSpace<Object>) generator.getParameterSpace();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> dataParameters(GridSearchCandidateGenerator generator) {
        return generator.getDataParameters();
    }

    private static int[] dimensions(ParameterSpace<?> space, int discretization) {
        List<Integer> counts = new ArrayList<>();
        for (ParameterSpace<?> leaf : leaves(space)) {
            for (int i = 0; i < leaf.numParameters(); i++) {
                counts.add(values(leaf, discretization));
            }
        }
        return counts.stream().mapToInt(Integer::intValue).toArray();
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // Arbiter declares its leaves raw
    private static List<ParameterSpace<?>> leaves(ParameterSpace<?> space) {
        return (List<ParameterSpace<?>>) (List) LeafUtils.getUniqueObjects(space.collectLeaves());
    }

    private static int values(ParameterSpace<?> leaf, int discretization) {
        if (leaf instanceof DiscreteParameterSpace<?> discrete) {
            return discrete.numValues();
        }
        if (leaf instanceof IntegerParameterSpace integer) {
            return (int) Math.min((long) integer.getMax() - integer.getMin() + 1, discretization);
        }
        return leaf instanceof BooleanSpace ? 2 : discretization;
    }

    private static int[] shuffled(int size, @Nullable Long seed) {
        RandomGenerator random = new JDKRandomGenerator();
        random.setSeed(seed == null ? new SplittableRandom().nextLong() : seed);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) { // R. Durstenfeld: Algorithm 235, CACM 7(7), 1964, inside out
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    int size() {
        return size;
    }

    @Override
    public boolean hasMoreCandidates() {
        return next < size;
    }

    @Override
    public Candidate<Object> getCandidate() {
        double[] vector = vector(order == null ? next : order[next]);
        next++;
        int index = candidateCounter.getAndIncrement();
        try {
            return new Candidate<>(getParameterSpace().getValue(vector), index, vector, getDataParameters(), null);
        } catch (Exception e) { // spaces may be users' own; Arbiter's generators hand any exception on
            return new Candidate<>(null, index, vector, getDataParameters(), e);
        }
    }

    /** The first number changes fastest. */
    private double[] vector(int point) {
        double[] vector = new double[values.length];
        int rest = point;
        for (int i = 0; i < values.length; i++) {
            vector[i] = values[i] == 1 ? 0.5 : rest % values[i] / (values[i] - 1.0);
            rest /= values[i];
        }
        return vector;
    }

    @Override
    public @Nullable Class<?> getCandidateType() {
        return null;
    }

    @Override
    public String toString() {
        return "Grid(" + size + " points" + (order == null ? "" : ", in random order") + ")";
    }
}
