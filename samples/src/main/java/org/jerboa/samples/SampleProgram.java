package org.jerboa.samples;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;

/** A sample, with the options that all samples understand. */
record SampleProgram(Sample sample) implements Program {

    @Override
    public String name() {
        return sample.name();
    }

    @Override
    public String summary() {
        return sample.lesson();
    }

    @Override
    public String usage(String program) {
        return "Usage: " + program + " " + name() + " [options]\n\n" + summary() + "\n\n" + SampleOptions.USAGE;
    }

    @Override
    public int run(List<String> arguments, Console console, LocalDateTime now)
            throws IOException, InterruptedException {
        return sample.run(SampleOptions.parse(name(), sample.defaults(), arguments, now), console);
    }
}
