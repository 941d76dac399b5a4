package org.jerboa.mop;

import java.util.EnumMap;
import java.util.Map;
import org.jerboa.testkit.fault.Fault;

/** How many faults there were, by kind. Thread-safe. */
final class FaultTally {

    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);

    synchronized void count(FaultKind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    void count(Fault struck) {
        count(
                switch (struck.effect()) {
                    case EXCEPTION -> FaultKind.valueOf(struck.call() + "_THROWS");
                    case ERROR -> FaultKind.ERROR;
                    case OUT_OF_MEMORY -> FaultKind.OUT_OF_MEMORY;
                    case NAN -> FaultKind.NOT_A_NUMBER;
                    case HANG -> FaultKind.HANGING_UNIT;
                    case STUCK -> FaultKind.STUCK_WORKER;
                    case UNMERGEABLE -> FaultKind.UNMERGEABLE_METRICS;
                    case TOO_LARGE -> FaultKind.MODEL_TOO_LARGE;
                });
    }

    synchronized int all() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized Map<FaultKind, Integer> byKind() {
        return new EnumMap<>(counts);
    }
}
