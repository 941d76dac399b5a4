package org.jerboa.samples;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.Command;

/**
 * What the command line of {@link SteerTool} asks for.
 *
 * @param folder of the study
 * @param command empty for a look at how it stands
 * @param timeout how long the study may take to answer
 */
record SteerArguments(Path folder, Optional<Command> command, Duration timeout) {

    private static final int MOST_SECONDS = 3600;
    private static final String WEIGHTS = "--weights";
    private static final String EPOCHS = "--epochs";
    private static final String TIMEOUT = "--timeout";

    /** @throws UsageException if it cannot be understood */
    static SteerArguments parse(List<String> arguments) {
        Arguments all = new Arguments(arguments, Set.of(WEIGHTS), Set.of(EPOCHS, TIMEOUT));
        List<String> words = all.words();
        if (words.size() < 2) {
            throw new UsageException(
                    words.isEmpty()
                            ? "no folder of a study is given"
                            : "what is to be done with the study is not said");
        }
        Words rest = new Words(words.get(1), words.subList(2, words.size()), all);
        Optional<Command> command = command(words.get(1), rest);
        rest.checkAllUsed();
        return new SteerArguments(
                folder(words.get(0)), command, Duration.ofSeconds(all.number(TIMEOUT, 1, MOST_SECONDS, 10)));
    }

    private static Path folder(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException("folder (" + text + ") is no path: " + e.getReason());
        }
    }

    private static Optional<Command> command(String word, Words rest) {
        return switch (word) {
            case "status" -> Optional.empty();
            case "stop" -> Optional.of(new Command.StopTrial(rest.trial()));
            case "resume" -> Optional.of(new Command.ResumeTrial(rest.trial(), rest.epochs()));
            case "delete" -> Optional.of(new Command.DeleteTrial(rest.trial()));
            case "add" -> Optional.of(new Command.AddTrial(rest.configuration()));
            case "clone" -> Optional.of(rest.clone(rest.trial()));
            case "focus" -> Optional.of(new Command.Focus(Configuration.readTexts(rest.text("bounds"))));
            case "pause" -> Optional.of(new Command.PauseStudy());
            case "resume-study" -> Optional.of(new Command.ResumeStudy());
            case "stop-study" -> Optional.of(new Command.StopStudy());
            default -> throw new UsageException("there is no command '" + word + "'");
        };
    }

    /** What stands behind a command's name, taken one after another. */
    private static final class Words {

        private final String command;
        private final List<String> words;
        private final Arguments options;
        private int next;
        private boolean takesEpochs;
        private boolean takesWeights;

        Words(String command, List<String> words, Arguments options) {
            this.command = command;
            this.words = words;
            this.options = options;
        }

        String text(String what) {
            if (next == words.size()) {
                throw new UsageException(command + " needs " + what);
            }
            return words.get(next++);
        }

        int trial() {
            return (int) Arguments.number("trial", text("the number of a trial"), 0, Integer.MAX_VALUE);
        }

        int epochs() {
            takesEpochs = true;
            return (int) options.number(EPOCHS, 1, Integer.MAX_VALUE, 1);
        }

        Configuration configuration() {
            return configuration(text("a configuration, as in \"learningRate=0.01, filters=16\""));
        }

        private static Configuration configuration(String text) {
            return Configuration.ofTexts(Configuration.readTexts(text));
        }

        Command.CloneTrial clone(int parent) {
            takesWeights = true;
            Configuration changes = configuration(next < words.size() ? text("changes") : "");
            return new Command.CloneTrial(parent, changes, options.has(WEIGHTS));
        }

        void checkAllUsed() {
            if (next < words.size()) {
                throw new UsageException("'" + words.get(next) + "' is one argument too many for " + command
                        + "; put a configuration in quotes");
            }
            if (options.value(EPOCHS).isPresent() && !takesEpochs) {
                throw new UsageException(EPOCHS + " means nothing to " + command);
            }
            if (options.has(WEIGHTS) && !takesWeights) {
                throw new UsageException(WEIGHTS + " means nothing to " + command);
            }
        }
    }
}
