package org.jerboa.benchmarks.training;

import java.util.EnumMap;
import java.util.Map;

/** All ways timed once, one after another. */
final class Repetition {

    private final Map<Way, Timing> timings = new EnumMap<>(Way.class);

    void add(Way way, Timing timing) {
        timings.put(way, timing);
    }

    Timing timing(Way way) {
        Timing timing = timings.get(way);
        if (timing == null) {
            throw new IllegalStateException("'" + way + "' was not timed, only " + timings.keySet() + " were");
        }
        return timing;
    }

    /** How many times longer that way took than the study. */
    double ratio(Way way) {
        return timing(way).seconds() / timing(Way.STUDY).seconds();
    }

    /** @throws IllegalStateException if the study's models are not those of the loop, bit for bit */
    void requireSameModels() {
        String study = timing(Way.STUDY).digest();
        String loop = timing(Way.LOOP).digest();
        if (!study.equals(loop)) {
            throw new IllegalStateException("the study's models (" + study + ") are not those of the plain loop ("
                    + loop + "), so their times cannot be compared; this is a defect");
        }
    }
}
