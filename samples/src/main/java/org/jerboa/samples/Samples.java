package org.jerboa.samples;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts a sample or a tool by its name: what {@code samples/run} runs. */
public final class Samples {

    static final List<DigitsSample> ALL = List.of(
            new S01DigitsStudy(),
            new S02AshaStudy(),
            new S03HyperbandStudy(),
            new S04PopulationStudy(),
            new S05TpeStudy(),
            new S06ParetoStudy());

    /** Samples that are no study over the digits. */
    private static final List<Program> OTHERS = List.of(new S07Explanation(), new S08FeatureTransfer());

    private static final List<Program> TOOLS = List.of(new SteerTool(), new SimulateTool());

    private static final int OK = 0;
    private static final int USAGE = 2;

    private final List<Program> samples;

    /** @param samples those that can be started, of {@link #ALL} or like them */
    Samples(List<? extends Sample> samples) {
        this.samples = Stream.concat(samples.stream().<Program>map(SampleProgram::new), OTHERS.stream())
                .toList();
    }

    /** @param arguments name of the sample or tool, then its arguments */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(new Samples(ALL)
                .run(Arrays.asList(arguments), Console.ofProcess(), LocalDateTime.now(ZoneId.systemDefault())));
    }

    /** @return exit status of the process: 0, 1 if the program failed, 2 if it could not be started as asked */
    int run(List<String> arguments, Console console, LocalDateTime now) throws IOException, InterruptedException {
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        if (first.equals("--list")) {
            console.out().print(list());
            return OK;
        }
        Optional<Program> named = Stream.concat(samples.stream(), TOOLS.stream())
                .filter(one -> one.name().equals(first))
                .findFirst();
        if (arguments.contains("--help") || arguments.contains("-h")) {
            console.out().print(named.map(one -> one.usage(program())).orElseGet(this::usage));
            return OK;
        }
        if (named.isEmpty()) {
            String reason = first.isEmpty() ? "no sample is named" : "there is no sample or tool '" + first + "'";
            return refuse(console, reason, usage());
        }
        try {
            return named.get().run(arguments.subList(1, arguments.size()), console, now);
        } catch (UsageException e) {
            return refuse(console, String.valueOf(e.getMessage()), named.get().usage(program()));
        }
    }

    private static int refuse(Console console, String reason, String usage) {
        console.err().print(reason + "\n\n" + usage);
        return USAGE;
    }

    private String usage() {
        return "Usage: " + program() + " NAME [options]\n       " + program() + " NAME --help\n       " + program()
                + " --list\n\n" + list() + "\nOf samples that are studies:\n\n" + SampleOptions.USAGE;
    }

    private String list() {
        return "Samples:\n" + list(samples) + "\nTools:\n" + list(TOOLS);
    }

    private static String list(List<Program> programs) {
        StringBuilder lines = new StringBuilder();
        for (Program program : programs) {
            lines.append(String.format("  %-10s %s%n", program.name(), program.summary()));
        }
        return lines.toString();
    }

    /** How the user called, so that commands shown to them work where they are. */
    static String program() {
        return System.getProperty("jerboa.program", "samples/run");
    }
}
