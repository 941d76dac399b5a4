package org.jerboa.arbiter;

import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.BooleanSpace;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.util.ObjectUtils;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;

/**
 * One number of a candidate's flat vector as a hyperparameter. Arbiter's leaves are functions from numbers between 0 and 1 to
 * values. Where such a function is that of a uniform or log-uniform distribution, which a few of its values tell, the
 * hyperparameter is the value itself, on that scale; where it is another, the number between 0 and 1 ({@code
 * name.quantile}).
 *
 * @param number the number that gives a configuration's value
 */
record Coordinate(Parameter parameter, ToDoubleFunction<Configuration> number) {

    /** Where functions are compared, inside and at the ends. */
    private static final double[] PLACES = {0, 0.25, 0.5, 0.75, 1};

    /** Of the range; what rounding in Arbiter's own arithmetic may make of a value. */
    private static final double TOLERANCE = 1e-9;

    /** Of a bound that somebody writes. */
    private static final int DIGITS = 13;

    /** @param value what the leaf makes of the number */
    static Coordinate of(String name, ParameterSpace<?> leaf, DoubleFunction<Object> value) {
        try {
            if (leaf instanceof BooleanSpace) {
                return new Coordinate(categorical(name, true, false), c -> c.getBoolean(name) ? 0.25 : 0.75);
            }
            if (leaf instanceof DiscreteParameterSpace<?> discrete) {
                return choice(name, discrete.numValues(), value);
            }
            if (leaf instanceof IntegerParameterSpace integer) {
                return whole(name, integer.getMin(), integer.getMax(), value);
            }
            if (leaf instanceof ContinuousParameterSpace) {
                return continuous(name, value);
            }
        } catch (RuntimeException e) { // a user's subclass; candidates will say what is wrong with it
            return quantile(name);
        }
        return quantile(name);
    }

    private static Coordinate quantile(String name) {
        String quantile = name + ".quantile";
        return new Coordinate(real(quantile, 0, 1), c -> c.getDouble(quantile));
    }

    private static Coordinate choice(String name, int size, DoubleFunction<Object> value) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(value.apply(middle(i, size)));
        }
        boolean plain = values.stream().allMatch(Coordinate::isPlain) && new HashSet<>(values).size() == size;
        Object[] choices = plain ? values.toArray() : labels(values);
        if (size == 1) {
            return new Coordinate(fixed(name, choices[0]), c -> 0.5);
        }
        Parameter parameter = categorical(name, choices);
        List<String> texts = Stream.of(choices).map(parameter::text).toList();
        return new Coordinate(parameter, c -> middle(texts.indexOf(c.texts().get(name)), size));
    }

    /** Whether it can be a choice itself; others have a text in their place. */
    private static boolean isPlain(Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof String || value instanceof Enum;
    }

    private static Object[] labels(List<Object> values) {
        Set<String> labels = new LinkedHashSet<>();
        for (int place = 0; place < values.size(); place++) {
            Object value = values.get(place);
            Class<?> type = value.getClass();
            String text = type.isArray() || tellsItsText(type)
                    ? ObjectUtils.valueToString(value)
                    : type.getSimpleName() + "#" + place;
            labels.add(labels.contains(text) ? text + "#" + place : text);
        }
        return labels.toArray();
    }

    /** The text of a class that has none of its own is another one in each JVM. */
    private static boolean tellsItsText(Class<?> type) {
        try {
            return type.getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no toString", e);
        }
    }

    private static double middle(long place, double size) {
        return (place + 0.5) / size;
    }

    private static Coordinate whole(String name, int min, int max, DoubleFunction<Object> value) {
        if (min == max) {
            return new Coordinate(fixed(name, min), c -> 0.5);
        }
        double size = (double) max - min + 1;
        for (double at : PLACES) {
            long place = Math.min((long) (at * size), (long) size - 1);
            if (((Number) value.apply(middle(place, size))).longValue() != min + place) {
                return quantile(name);
            }
        }
        return new Coordinate(integer(name, min, max), c -> middle(c.getLong(name) - min, size));
    }

    private static Coordinate continuous(String name, DoubleFunction<Object> value) {
        double least = ((Number) value.apply(0)).doubleValue();
        double most = ((Number) value.apply(1)).doubleValue();
        if (!Double.isFinite(least) || !Double.isFinite(most)) {
            return quantile(name);
        }
        double min = written(least);
        double max = written(most);
        if (!(min < max)) {
            return quantile(name);
        }
        if (isLike(value, at -> min + at * (max - min), max - min)) {
            return new Coordinate(real(name, min, max), c -> clip((c.getDouble(name) - min) / (max - min)));
        }
        if (min > 0 && isLike(value, at -> min * Math.pow(max / min, at), max - min)) {
            double width = Math.log(max / min);
            return new Coordinate(real(name).log(min, max), c -> clip(Math.log(c.getDouble(name) / min) / width));
        }
        return quantile(name);
    }

    /** The bound as it was written: 0.0001 where logarithm and exponential made 0.00010000000000000009 of it. */
    private static double written(double bound) {
        return new BigDecimal(bound).round(new MathContext(DIGITS)).doubleValue();
    }

    private static boolean isLike(DoubleFunction<Object> value, DoubleFunction<Double> other, double range) {
        for (double at : PLACES) {
            if (!(Math.abs(((Number) value.apply(at)).doubleValue() - other.apply(at)) <= TOLERANCE * range)) {
                return false;
            }
        }
        return true;
    }

    private static double clip(double number) {
        return Math.max(0, Math.min(1, number));
    }
}
