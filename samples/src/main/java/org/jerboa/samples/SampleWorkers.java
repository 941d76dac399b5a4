package org.jerboa.samples;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jerboa.hazelcast.HazelcastGrid;
import org.jerboa.mop.MopExecutor;
import org.jerboa.tune.spi.StudyExecutor;

/**
 * Where a sample's study runs.
 *
 * @param kind what its workers are
 * @param count how many there are
 */
record SampleWorkers(Kind kind, int count) {

    /** What a worker is. */
    enum Kind {
        /** A thread of this JVM. */
        THREADS,
        /** A member of a grid inside this JVM. */
        EMBEDDED,
        /** A process of its own, which is a member of a grid. */
        PROCESSES;

        static Optional<Kind> of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A thread for each processor. */
    static SampleWorkers usual() {
        return new SampleWorkers(Kind.THREADS, Runtime.getRuntime().availableProcessors());
    }

    SampleWorkers kind(Kind other) {
        return new SampleWorkers(other, count);
    }

    SampleWorkers count(int other) {
        return new SampleWorkers(kind, other);
    }

    StudyExecutor executor() {
        return switch (kind) {
            case THREADS -> MopExecutor.threads(count);
            case EMBEDDED -> HazelcastGrid.embedded(count);
            case PROCESSES -> HazelcastGrid.local(count);
        };
    }

    /** As it is given on a command line. */
    @Override
    public String toString() {
        return (kind == Kind.THREADS ? "" : kind.word() + " ") + count;
    }
}
