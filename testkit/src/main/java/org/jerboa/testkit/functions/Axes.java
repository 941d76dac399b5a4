package org.jerboa.testkit.functions;

import java.util.List;
import java.util.Map;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/** {@link SearchSpace#encode} without its checks, which take many times as long: configurations come from the space here. */
record Axes(List<Parameter> parameters) {

    static Axes of(SearchSpace space) {
        return new Axes(space.axes());
    }

    /** The point of the unit cube, NaN where a parameter is inactive. */
    double[] point(Configuration configuration) {
        Map<String, Object> values = configuration.asMap();
        double[] point = new double[parameters.size()];
        for (int axis = 0; axis < point.length; axis++) {
            Parameter parameter = parameters.get(axis);
            Object value = values.get(parameter.name());
            point[axis] = value == null ? Double.NaN : parameter.encode(value);
        }
        return point;
    }
}
