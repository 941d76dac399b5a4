package org.jerboa.search.allocation.population;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.Neighbours;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.CategoricalParameter;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/**
 * Changes configurations for one study.
 *
 * <p>A numeric or ordinal parameter moves up or down by half a step to one and a half on its own scale, between its bounds
 * laid out from 0 to 1, and is reflected at them. Where that is less than to the next value it moves there. So whatever can
 * change does: multiplying a value by 1.2 or 0.8, as other implementations do, leaves 0 at 0 and the integer 1 at 1, and
 * takes a negative value the wrong way. A categorical parameter has no neighbours, and only changes by being drawn anew.
 */
final class Explorer {

    /** Draws until a configuration is allowed; after that it is taken over as it is. */
    private static final int MAX_DRAWS = 100;

    private final SearchSpace space;
    private final long seed;
    private final List<Parameter> changing;
    private final double step;
    private final double resample;
    private int explored;

    /** @throws IllegalArgumentException as {@link Exploration#changing} */
    Explorer(Exploration exploration, SearchSpace space, long seed) {
        this.space = space;
        this.seed = seed;
        this.changing = exploration.changing(space);
        this.step = exploration.step();
        this.resample = exploration.resample();
    }

    /** A changed configuration that is allowed, or the same if none is found. */
    Configuration explore(Configuration configuration, Predicate<Configuration> allowed) {
        int ordinal = explored++;
        Map<String, RandomGenerator> streams = new HashMap<>();
        for (int i = 0; i < MAX_DRAWS; i++) {
            Map<String, Object> changes = new HashMap<>();
            for (Parameter parameter : changing) {
                if (configuration.has(parameter.name())) {
                    RandomGenerator stream = streams.computeIfAbsent(
                            parameter.name(), name -> RandomStreams.stream(seed, "explore", ordinal, name));
                    changes.put(
                            parameter.name(),
                            changed(parameter, configuration.get(parameter.name(), Object.class), stream));
                }
            }
            Configuration explored = space.change(configuration, changes);
            if (allowed.test(explored)) {
                return explored;
            }
        }
        return configuration;
    }

    private Object changed(Parameter parameter, Object value, RandomGenerator stream) {
        boolean anew = uniform(stream) < resample;
        boolean up = uniform(stream) < 0.5;
        double drawn = uniform(stream);
        if (anew) {
            return parameter.decode(drawn);
        }
        return parameter instanceof CategoricalParameter ? value : moved(parameter, value, up, step * (0.5 + drawn));
    }

    private static Object moved(Parameter parameter, Object value, boolean up, double distance) {
        double target = parameter.encode(value) + (up ? distance : -distance);
        double reflected = target < 0 ? -target : target > 1 ? 2 - target : target;
        Object moved = parameter.decode(Math.min(1, Math.max(0, reflected)));
        return moved.equals(value) ? Neighbours.next(parameter, value, up) : moved;
    }

    /** The 53 upper bits as a number in [0, 1); how the JDK makes one is not specified for all versions. */
    static double uniform(RandomGenerator stream) {
        return (stream.nextLong() >>> 11) * 0x1.0p-53;
    }
}
