package org.jerboa.benchmarks;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The options behind a benchmark's name.
 *
 * @param json file for the figures as JSON
 * @param markdown page for the figures
 */
record RunOptions(boolean quick, Optional<Path> json, Optional<Path> markdown) {

    static final String USAGE = """
            Options:
              --quick          small sizes and few repetitions, to see that everything runs
              --json FILE      write the figures to FILE, a list of {name, value, unit, rival, goal, met}
              --markdown FILE  write the figures to the page FILE, with machine, JDK and commit; other text on it stays
              --help           this text
            """;

    /** @throws UsageException if an option is unknown or lacks its value */
    static RunOptions parse(List<String> arguments) {
        boolean quick = false;
        Optional<Path> json = Optional.empty();
        Optional<Path> markdown = Optional.empty();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> quick = true;
                case "--json" -> json = Optional.of(file(option, rest));
                case "--markdown" -> markdown = Optional.of(file(option, rest));
                default -> throw new UsageException("unknown option '" + option + "'");
            }
        }
        return new RunOptions(quick, json, markdown);
    }

    private static Path file(String option, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : "";
        if (value.isBlank() || value.startsWith("--")) {
            throw new UsageException(option + " needs a file");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException(option + " (" + value + ") is no path: " + e.getReason());
        }
    }
}
