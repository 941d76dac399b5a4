package org.jerboa.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** What {@code jmh-benchmarks/run} can start. A new one is one such class, named in {@link Benchmarks}. */
public interface Benchmark {

    /** What it is started by, and the name of its page in {@code docs/benchmarks}. */
    String name();

    /** What it measures, in one line. */
    String about();

    /** Options that it takes beside those of all benchmarks: name, without dashes, to what it does. Each has a value. */
    default Map<String, String> options() {
        return Map.of();
    }

    /** What the range of a figure is, as the head of its column. */
    default String rangeIs() {
        return "lowest to highest";
    }

    /**
     * Measures.
     *
     * @param progress told what is under way, as some benchmarks take minutes
     * @return the figures in the order in which they are shown
     * @throws UsageException if the value of an option is none
     */
    List<Figure> run(Settings settings, PrintStream progress) throws Exception;
}
