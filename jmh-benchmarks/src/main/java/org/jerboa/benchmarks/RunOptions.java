package org.jerboa.benchmarks;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options behind a benchmark's name.
 *
 * @param json file for the figures as JSON
 * @param markdown page for the figures
 */
record RunOptions(Settings settings, Optional<Path> json, Optional<Path> markdown) {

    static final String USAGE = """
            Options:
              --quick          small sizes and few repetitions, to see that everything runs
              --json FILE      write the figures to FILE, a list of {name, value, unit, rival, goal, met}
              --markdown FILE  write the figures to the page FILE, with machine, JDK and commit; other text on it stays
              --help           this text
            """;

    /** @throws UsageException if an option is unknown to the benchmark or lacks its value */
    static RunOptions parse(Benchmark benchmark, List<String> arguments) {
        boolean quick = false;
        Optional<Path> json = Optional.empty();
        Optional<Path> markdown = Optional.empty();
        Map<String, String> values = new LinkedHashMap<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> quick = true;
                case "--json" -> json = Optional.of(file(option, rest));
                case "--markdown" -> markdown = Optional.of(file(option, rest));
                default -> values.put(own(benchmark, option), value(option, "a value", rest));
            }
        }
        return new RunOptions(new Settings(quick, values), json, markdown);
    }

    /** The options that a benchmark has of its own, a line each. */
    static String usage(Benchmark benchmark) {
        StringBuilder lines = new StringBuilder();
        benchmark.options().forEach((name, does) -> lines.append(String.format("  %-16s %s%n", "--" + name, does)));
        return lines.isEmpty() ? "" : "Options of " + benchmark.name() + ":\n" + lines;
    }

    private static String own(Benchmark benchmark, String option) {
        if (option.startsWith("--") && benchmark.options().containsKey(option.substring(2))) {
            return option.substring(2);
        }
        throw new UsageException("unknown option '" + option + "'");
    }

    private static String value(String option, String what, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : "";
        if (value.isBlank() || value.startsWith("--")) {
            throw new UsageException(option + " needs " + what);
        }
        return value;
    }

    private static Path file(String option, Iterator<String> rest) {
        String value = value(option, "a file", rest);
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException(option + " (" + value + ") is no path: " + e.getReason());
        }
    }
}
