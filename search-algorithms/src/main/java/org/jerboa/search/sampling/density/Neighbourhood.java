package org.jerboa.search.sampling.density;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the nearest trials with a result lie from an observation. Distances that were asked for are kept and brought up to
 * date by what has been added since, so that a repeated question costs next to nothing.
 */
final class Neighbourhood {

    /** What different choices of one axis count as squared distance: near enough to stay neighbours in a sparse place. */
    private static final double MISMATCH = 0.1;

    /** A spread in a place without neighbours. */
    private static final double ALONE = 0.5;

    private final Observations observations;
    private final int neighbours;
    private int[] withResult = new int[64];
    private int size;
    private final Map<Integer, Nearest> known = new HashMap<>();

    /** The least squared distances from one observation, in order. */
    private static final class Nearest {

        final double[] distances;
        int found;
        int seen;

        Nearest(int most) {
            distances = new double[most];
        }

        void add(double distance) {
            if (found == distances.length && distance >= distances[found - 1]) {
                return;
            }
            int place = found < distances.length ? found++ : found - 1;
            while (place > 0 && distances[place - 1] > distance) {
                distances[place] = distances[place - 1];
                place--;
            }
            distances[place] = distance;
        }
    }

    Neighbourhood(Observations observations, int neighbours) {
        this.observations = observations;
        this.neighbours = neighbours;
    }

    /** An observation has a result. */
    void add(int observation) {
        if (size == withResult.length) {
            withResult = Arrays.copyOf(withResult, 2 * size);
        }
        withResult[size++] = observation;
    }

    /** Root mean square distance, per axis, of the nearest other ones. */
    double spread(int observation) {
        Nearest nearest = known.computeIfAbsent(observation, any -> new Nearest(neighbours));
        for (; nearest.seen < size; nearest.seen++) {
            int other = withResult[nearest.seen];
            if (other != observation) {
                nearest.add(observations.squaredDistance(observation, other, MISMATCH));
            }
        }
        if (nearest.found == 0) {
            return ALONE;
        }
        double sum = 0;
        for (int i = 0; i < nearest.found; i++) {
            sum += nearest.distances[i];
        }
        return Math.sqrt(sum / nearest.found);
    }
}
