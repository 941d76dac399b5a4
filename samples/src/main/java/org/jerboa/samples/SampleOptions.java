package org.jerboa.samples;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options that all samples understand.
 *
 * @param out the study's folder
 * @param resume whether to go on with the study in it
 * @param seed decides how the data is cut and everything random in the study
 * @param workers where it runs
 * @param trials configurations to compare
 * @param epochs epochs of each
 */
record SampleOptions(Path out, boolean resume, long seed, SampleWorkers workers, int trials, int epochs) {

    static final String USAGE = """
        Options:
          --out DIR      folder of the study; default studies/NAME-TIME
          --resume       go on with the study in --out; --resume DIR is short for --out DIR --resume
          --seed N       decides how the data is cut and everything random in the study
          --workers N    models trained at the same time; default: as many as there are processors. They are
                         threads, or what is said before N: members of an embedded grid, or of one of processes:
                         --workers embedded 3, --workers processes 3
          --trials N     configurations to compare
          --epochs N     epochs of each
          --help         this text
        """;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** What a sample does where an option is not given. */
    record Defaults(long seed, int trials, int epochs) {}

    /**
     * Reads the options behind a sample's name.
     *
     * @param now part of the default folder's name
     * @throws UsageException if an option is unknown, or its value is missing or of no use
     */
    static SampleOptions parse(String sample, Defaults defaults, List<String> arguments, LocalDateTime now) {
        Reader reader = new Reader(defaults, arguments);
        if (reader.resume && reader.out == null) {
            throw new UsageException("--resume needs the folder of the study; give it as --resume DIR");
        }
        Path out = reader.out == null ? Path.of("studies", sample + "-" + TIME.format(now)) : reader.out;
        return new SampleOptions(out, reader.resume, reader.seed, reader.workers, reader.trials, reader.epochs);
    }

    /** The command line by which this study goes on, for a POSIX shell. All that defines the study is spelt out. */
    String resumeCommand(String program, String sample) {
        String notDefault = workers.equals(SampleWorkers.usual()) ? "" : " --workers " + workers;
        return program + " " + sample + " --out " + quoted(out.toString()) + " --seed " + seed + " --trials " + trials
                + " --epochs " + epochs + notDefault + " --resume";
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Takes the arguments one after another. */
    private static final class Reader {

        private final Deque<String> rest;
        private @Nullable Path out;
        private boolean resume;
        private long seed;
        private SampleWorkers workers = SampleWorkers.usual();
        private int trials;
        private int epochs;

        Reader(Defaults defaults, List<String> arguments) {
            seed = defaults.seed();
            trials = defaults.trials();
            epochs = defaults.epochs();
            rest = new ArrayDeque<>(arguments);
            while (!rest.isEmpty()) {
                next(rest.remove());
            }
        }

        private void next(String argument) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                rest.addFirst(argument.substring(equals + 1));
                take(argument.substring(0, equals));
            } else {
                take(argument);
            }
        }

        private void take(String option) {
            switch (option) {
                case "--out" -> folder(option, value(option));
                case "--resume" -> {
                    resume = true;
                    if (!rest.isEmpty() && !rest.element().startsWith("--")) {
                        folder(option, rest.remove());
                    }
                }
                case "--seed" -> seed = number(option, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--workers" -> workers(option);
                case "--trials" -> trials = (int) number(option, 1, Integer.MAX_VALUE);
                case "--epochs" -> epochs = (int) number(option, 1, Integer.MAX_VALUE);
                default -> throw new UsageException("unknown option '" + option + "'");
            }
        }

        private void workers(String option) {
            String word = value(option);
            Optional<SampleWorkers.Kind> kind = SampleWorkers.Kind.of(word);
            kind.ifPresentOrElse(known -> workers = workers.kind(known), () -> rest.addFirst(word));
            if (kind.isEmpty() || (!rest.isEmpty() && !rest.element().startsWith("--"))) {
                workers = workers.count((int) number(option, 1, Integer.MAX_VALUE));
            }
        }

        private String value(String option) {
            if (rest.isEmpty() || rest.element().startsWith("--")) {
                throw new UsageException(option + " needs a value");
            }
            return rest.remove();
        }

        private void folder(String option, String value) {
            Path folder;
            try {
                folder = Path.of(value);
            } catch (InvalidPathException e) {
                throw new UsageException(option + " (" + value + ") is no path: " + e.getReason());
            }
            if (value.isBlank() || (out != null && !out.equals(folder))) {
                throw new UsageException(
                        value.isBlank()
                                ? option + " needs a folder"
                                : "two folders are given, " + out + " and " + folder + "; leave one out");
            }
            out = folder;
        }

        private long number(String option, long low, long high) {
            String value = value(option);
            try {
                long number = Long.parseLong(value);
                if (number >= low && number <= high) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new UsageException(option + " (" + value + ") must be a whole number"
                    + (low > Long.MIN_VALUE ? " from " + low + " to " + high : ""));
        }
    }
}
