package org.jerboa.search.allocation;

import java.util.OptionalInt;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.IntegerParameter;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.RealParameter;
import org.jerboa.tune.space.SearchSpace;
import org.jspecify.annotations.Nullable;

/**
 * How many epochs each trial of a one-shot search gets: what was set; else the trial's own value of the parameter {@value
 * #PARAMETER}, where the space has one; else {@value #DEFAULT}.
 *
 * @param fixed the number for all trials; empty if each trial has its own
 */
record EpochBudget(OptionalInt fixed) {

    static final String PARAMETER = "epochs";

    static final int DEFAULT = 10;

    /** @throws IllegalArgumentException if epochs are set twice, or the space's parameter is no count of epochs */
    static EpochBudget of(@Nullable Integer set, SearchSpace space) {
        for (Parameter parameter : space.parameters()) {
            if (parameter.name().equals(PARAMETER)) {
                check(parameter, set);
                return new EpochBudget(OptionalInt.empty());
            }
        }
        return new EpochBudget(OptionalInt.of(set == null ? DEFAULT : set));
    }

    static int checked(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs (" + epochs + ") must be at least 1; raise it");
        }
        return epochs;
    }

    /** As the setting reads in {@code SearchAlgorithm.describe()}, before the space is known. */
    static String describe(@Nullable Integer set) {
        return set == null ? "parameter or " + DEFAULT : set.toString();
    }

    int epochsOf(Configuration configuration) {
        return fixed.isPresent() ? fixed.getAsInt() : configuration.getInt(PARAMETER);
    }

    private static void check(Parameter parameter, @Nullable Integer set) {
        if (set != null) {
            throw new IllegalArgumentException(
                    "epochs are set twice: epochs(" + set + ") and the parameter '" + parameter
                            + "'; leave one out, or rename the parameter if it does not mean the epochs of a trial");
        }
        if (parameter.condition().isPresent()) {
            throw new IllegalArgumentException("parameter '" + parameter
                    + "' gives a trial its epochs and so must always exist; remove its condition or rename it");
        }
        if (!countsEpochs(parameter)) {
            throw new IllegalArgumentException(
                    "parameter '" + parameter
                            + "' gives a trial its epochs and so must have whole values from 1; correct its values or rename it");
        }
    }

    private static boolean countsEpochs(Parameter parameter) {
        if (parameter instanceof IntegerParameter integers) {
            return integers.low() >= 1 && integers.high() <= Integer.MAX_VALUE;
        }
        // All other countable kinds list their values, however few grid points are asked for.
        return !(parameter instanceof RealParameter)
                && parameter.gridValues(1).stream().allMatch(EpochBudget::isCount);
    }

    private static boolean isCount(Object value) {
        return (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 1
                && ((Number) value).longValue() <= Integer.MAX_VALUE;
    }
}
