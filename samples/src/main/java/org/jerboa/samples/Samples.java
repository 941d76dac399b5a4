package org.jerboa.samples;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Starts a sample by its name: what {@code samples/run} runs. */
public final class Samples {

    private static final List<Sample> ALL = List.of(
            new S01DigitsStudy(),
            new S04AshaStudy(),
            new S05HyperbandStudy(),
            new S06PopulationStudy(),
            new S07TpeStudy());

    private static final int OK = 0;
    private static final int USAGE = 2;

    private Samples() {}

    /** @param arguments name of the sample, then its options */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(Arrays.asList(arguments), Console.ofProcess(), LocalDateTime.now(ZoneId.systemDefault())));
    }

    /** @return exit status of the process: 0, 1 if a sample failed, 2 if it could not be started as asked */
    static int run(List<String> arguments, Console console, LocalDateTime now)
            throws IOException, InterruptedException {
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        if (first.equals("--list")) {
            console.out().print(list());
            return OK;
        }
        if (arguments.contains("--help") || arguments.contains("-h")) {
            console.out().print(usage());
            return OK;
        }
        Optional<Sample> sample =
                ALL.stream().filter(one -> one.name().equals(first)).findFirst();
        if (sample.isEmpty()) {
            return refuse(console, first.isEmpty() ? "no sample is named" : "there is no sample '" + first + "'");
        }
        SampleOptions options;
        try {
            options = SampleOptions.parse(first, sample.get().defaults(), arguments.subList(1, arguments.size()), now);
        } catch (UsageException e) {
            return refuse(console, String.valueOf(e.getMessage()));
        }
        return sample.get().run(options, console);
    }

    private static int refuse(Console console, String reason) {
        console.err().print(reason + "\n\n" + usage());
        return USAGE;
    }

    private static String usage() {
        return "Usage: " + program() + " NAME [options]\n       " + program() + " --list\n\nSamples:\n" + list() + "\n"
                + SampleOptions.USAGE;
    }

    private static String list() {
        StringBuilder lines = new StringBuilder();
        for (Sample sample : ALL) {
            lines.append(String.format("  %-10s %s%n", sample.name(), sample.lesson()));
        }
        return lines.toString();
    }

    /** How the user called, so that commands shown to them work where they are. */
    static String program() {
        return System.getProperty("jerboa.program", "samples/run");
    }
}
