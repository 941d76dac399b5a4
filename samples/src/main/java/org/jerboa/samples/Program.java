package org.jerboa.samples;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;

/** What {@code samples/run} can start by its name: a sample, or a tool. */
interface Program {

    String name();

    /** What it does or shows, in one line. */
    String summary();

    /**
     * Which arguments it understands, for people.
     *
     * @param program how the user called {@code samples/run}
     */
    String usage(String program);

    /**
     * Runs it to its end.
     *
     * @param arguments those behind its name
     * @param now for names of folders
     * @return exit status of the process: 0, or 1 if it failed
     * @throws UsageException if the arguments cannot be understood
     */
    int run(List<String> arguments, Console console, LocalDateTime now) throws IOException, InterruptedException;
}
