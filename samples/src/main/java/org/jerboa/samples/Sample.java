package org.jerboa.samples;

import java.io.IOException;

/** An example that {@code samples/run} can start. */
interface Sample {

    /** What it is started by. */
    String name();

    /** What it shows, in one line. */
    String lesson();

    /** What it does where an option is not given. */
    SampleOptions.Defaults defaults();

    /**
     * Runs it to its end.
     *
     * @return exit status of the process
     */
    int run(SampleOptions options, Console console) throws IOException, InterruptedException;
}
