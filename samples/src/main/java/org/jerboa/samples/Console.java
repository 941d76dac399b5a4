package org.jerboa.samples;

import java.io.PrintStream;
import java.time.Duration;
import org.jerboa.tune.study.ProgressLine;

/**
 * Where a sample prints.
 *
 * @param columns width of the terminal; 0 if the output goes to a file or a pipe
 */
record Console(PrintStream out, PrintStream err, int columns) {

    private static final int FEWEST_COLUMNS = 20;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    /** The process's own. Java cannot tell whether only its output is a terminal, so {@code samples/run} says so. */
    static Console ofProcess() {
        return new Console(System.out, System.err, Integer.getInteger("jerboa.columns", 0));
    }

    ProgressLine progressLine() {
        return columns < FEWEST_COLUMNS
                ? ProgressLine.adding(out, BETWEEN_LINES)
                : ProgressLine.rewriting(out, columns);
    }
}
