package org.jerboa.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** What {@code jmh-benchmarks/run} can start. A new one is one such class, named in {@link Benchmarks}. */
public interface Benchmark {

    /** What it is started by, and the name of its page in {@code docs/benchmarks}. */
    String name();

    /** What it measures, in one line. */
    String about();

    /**
     * Measures.
     *
     * @param quickly whether it is enough to see that everything runs: smaller sizes, fewer repetitions
     * @param progress told what is under way, as some benchmarks take minutes
     * @return the figures in the order in which they are shown
     */
    List<Figure> run(boolean quickly, PrintStream progress) throws Exception;
}
